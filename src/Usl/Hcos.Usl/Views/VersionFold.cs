using System.Runtime.CompilerServices;
using Hcos.Kernel.Stores;

namespace Hcos.Usl.Views;

/// <summary>Makes versions of changes: each ends where the next change of its row begins.</summary>
internal sealed class VersionFold
{
    private readonly Dictionary<(string View, string Key), ViewChange> _open = [];

    /// <summary>The position of the last change taken.</summary>
    public long Position { get; private set; }

    /// <summary>The versions, closed ones as soon as they are; what is open at the end comes last.</summary>
    public async IAsyncEnumerable<ViewVersion> OfAsync(
        IAsyncEnumerable<(long Last, List<ViewChange> Changes)> batches,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (last, changes) in batches
            .WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Position = last;
            foreach (var change in changes)
            {
                if (Take(change) is { } version) yield return version;
            }
        }

        foreach (var change in _open.Values) yield return Version(change, null);
    }

    private ViewVersion? Take(ViewChange change)
    {
        // Rows that are only ever added need not be remembered.
        if (change is { View: ViewNames.Traces, Value: not null }) return Version(change, null);
        _open.Remove((change.View, change.Key), out var former);
        if (change.Value is not null) _open.Add((change.View, change.Key), change);
        return former is not null && former.From < change.From ? Version(former, change.From) : null;
    }

    private static ViewVersion Version(ViewChange change, long? until) =>
        new(change.View, change.Key, change.From, until, change.Value!);
}
