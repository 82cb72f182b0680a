namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>What goes wrong with a request.</summary>
public enum Mischief
{
    /// <summary>The service does what it was asked, and the connection breaks before it answers.</summary>
    LoseAnswer,

    /// <summary>The connection breaks before the service hears of it.</summary>
    Reset,

    /// <summary>A 500 from in front of the service.</summary>
    InternalError,

    /// <summary>The service does what it was asked, and a 500 comes instead of its answer.</summary>
    InternalErrorAfterActing,

    /// <summary>A 503 with Retry-After from in front of the service.</summary>
    Busy,

    /// <summary>The guard in front of the service does not take the token.</summary>
    TokenRefused,

    /// <summary>The service does what it was asked, and its answer is cut in the middle of its JSON.</summary>
    Malformed,

    /// <summary>The service does what it was asked, and its answer comes a byte at a time, too slowly.</summary>
    SlowDrip,

    /// <summary>Nobody answers, and the service hears of nothing.</summary>
    Hang,

    /// <summary>The service does what it was asked, and nobody answers.</summary>
    HangAfterActing,
}
