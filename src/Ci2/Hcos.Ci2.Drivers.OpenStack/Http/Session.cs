using System.Diagnostics;

namespace Hcos.Ci2.Drivers.OpenStack.Http;

/// <summary>What a token is good for. A class without public text: nothing prints the token by chance.</summary>
[DebuggerDisplay("a session")]
internal sealed class Session
{
    /// <summary>Makes one from what Keystone answered.</summary>
    public Session(string token, DateTimeOffset expiresAt, Catalogue catalogue) =>
        (Token, ExpiresAt, Catalogue) = (token, expiresAt, catalogue);

    /// <summary>The token itself.</summary>
    public string Token { get; }

    /// <summary>When it expires, by Keystone's clock.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>When it came, by our own clock's ticks: Keystone had made it by then.</summary>
    public required long TakenAt { get; init; }

    /// <summary>Where what is, and who asks.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>Never shows the token.</summary>
    public override string ToString() => "a session";
}
