namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>One identity executed in two places at once: what must never happen.</summary>
/// <param name="Identity">The identity: the resource id that the server was made under.</param>
/// <param name="First">Estate and native id of the one that executed already.</param>
/// <param name="Second">Estate and native id of the one that began.</param>
/// <param name="At">When the second began, in the estate's time.</param>
public sealed record DoubleRun(string Identity, string First, string Second, DateTimeOffset At)
{
    /// <summary>Whether a server of that native id is one of the two.</summary>
    public bool Names(string server) =>
        Ends(First, server) || Ends(Second, server);

    private static bool Ends(string place, string server) => place.EndsWith($"/{server}", StringComparison.Ordinal);
}
