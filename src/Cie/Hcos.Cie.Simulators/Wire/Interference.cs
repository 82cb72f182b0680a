namespace Hcos.Cie.Simulators.Wire;

/// <summary>What goes wrong with one request.</summary>
public enum Interference
{
    /// <summary>A SOAP fault is answered; nothing is done.</summary>
    Fault,

    /// <summary>Status 500 without a SOAP body is answered; nothing is done.</summary>
    ServerError,

    /// <summary>Status 503 with Retry-After is answered; nothing is done.</summary>
    Unavailable,

    /// <summary>Status 401 is answered although the credential is right; nothing is done.</summary>
    Unauthorized,

    /// <summary>Nothing is done and nothing is answered.</summary>
    Hang,

    /// <summary>The connection is reset before anything is done.</summary>
    Reset,

    /// <summary>It is done, but only once the client has given up waiting.</summary>
    ActLate,

    /// <summary>It is done, and the answer is lost.</summary>
    LoseAnswer,

    /// <summary>It is done, and the answer is cut off in the middle of its body.</summary>
    CutAnswer,

    /// <summary>It is done, and the answer is no XML.</summary>
    Malformed,

    /// <summary>It is done, and the answer comes one byte at a time.</summary>
    SlowDrip,

    /// <summary>It is done, and status 500 without a body is answered.</summary>
    ServerErrorAfter,

    /// <summary>It is done, and status 503 with Retry-After is answered.</summary>
    UnavailableAfter,

    /// <summary>It is done, and status 401 is answered although the credential is right.</summary>
    UnauthorizedAfter,

    /// <summary>
    /// Nothing is answered; it is done only when <see cref="Mischief.LetGoAsync"/> says so, however long after the
    /// client has given up. Where nobody says so it is never done.
    /// </summary>
    ActWhenTold,
}
