using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;

namespace Hcos.Usl.Views;

/// <summary>An environment as it is known.</summary>
internal sealed record EnvironmentView(EnvironmentId Id, string Name)
{
    public string? Kind { get; init; }

    public string? Endpoint { get; init; }

    public string? Credential { get; init; }

    public string? Trust { get; init; }

    public EnvironmentAccess? Access { get; init; }

    /// <summary>Whether it is in the books; before that it has to answer.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>Whether it is about to be removed: nothing new is made there.</summary>
    public bool IsClosing { get; init; }

    public Reachability Reachability { get; init; }

    /// <summary>Since when it stands so, in CI2's log time.</summary>
    public DateTimeOffset? Since { get; init; }

    public string? Reason { get; init; }

    public string? Version { get; init; }

    public string? NativeIdentity { get; init; }

    /// <summary>The last complete listing.</summary>
    public SweepView? Sweep { get; init; }

    /// <summary>How its picture is kept fresh, and why so.</summary>
    public SyncRhythm? Rhythm { get; init; }
}

/// <summary>A complete listing: it renews the age of everything in the environment but what it lacked.</summary>
/// <param name="StartedAt">CI2's log time before its first read.</param>
/// <param name="Count">How many objects were listed.</param>
/// <param name="Lacking">Ids of known resources that were not listed.</param>
internal sealed record SweepView(DateTimeOffset StartedAt, int Count, IReadOnlyList<string> Lacking);
