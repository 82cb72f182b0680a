using Hcos.Contracts.Bsl;
using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 4: what a creation that failed has left behind is named. A creation that is undone leaves nothing; one that gives up
/// before that is sure names what there may be, and the removal goes on. So at rest whatever is there of a server whose
/// creation failed is named by an operation on it, or in the books still, or found as an orphan, or somebody adopted it
/// since.
/// </summary>
internal sealed class WhatIsLeftIsNamed(PlatformWorld world) : Invariant
{
    private readonly Dictionary<Guid, OperationAccepted> _operations = [];
    private readonly SortedSet<string> _failed = new(StringComparer.Ordinal);
    private readonly List<(string Subject, string What)> _named = [];
    private readonly List<(ServerId Server, string Resource)> _made = [];
    private readonly HashSet<ServerId> _inBooks = [];

    public override string Name => "4: what is left behind is named";

    public override void Committed(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case OperationAccepted accepted:
                _operations[accepted.Operation.Value] = accepted;
                break;
            case OperationEnded ended:
                Ended(ended, _operations[ended.Operation.Value]);
                break;
            case ServerPlaced placed when happened.Log == "bsl":
                _made.Add((placed.Server, placed.Resource.ToString()));
                _inBooks.Add(placed.Server);
                break;
            case ServerDeleted deleted when happened.Log == "bsl":
                _inBooks.Remove(deleted.Server);
                break;
            default:
                break;
        }
    }

    public override IEnumerable<string> AtRest()
    {
        if (_failed.Count == 0) yield break;
        var there = There();
        foreach (var (server, resource) in _made)
        {
            var subject = $"servers/{server}";
            if (!_failed.Contains(subject) || _inBooks.Contains(server)) continue;
            if (_named.Exists(named => named.Subject == subject && Names(named.What, resource))) continue;
            foreach (var left in there.Where(left => Names(left, resource)))
            {
                yield return $"{subject} could not be made, {left} is there, and nobody says so";
            }
        }
    }

    private static bool Names(string text, string resource) => text.Contains(resource, StringComparison.Ordinal);

    private void Ended(OperationEnded ended, OperationAccepted accepted)
    {
        _named.AddRange(ended.LeftBehind.Select(what => (accepted.Subject, what)));
        world.Counts.Note("left behind and named", ended.LeftBehind.Count);
        if (accepted.Name != "servers.create") return;
        // The true end of one whose outcome was unknown is told later.
        if (ended.Outcome == TaskOutcome.Done) _failed.Remove(accepted.Subject);
        else _failed.Add(accepted.Subject);
    }

    /// <summary>The native ids of all servers and disks but what is shown as an orphan or as adopted.</summary>
    private List<string> There()
    {
        var shown = world.Views.All<OrphanView>(ViewNames.Orphans).Select(row => row.NativeId).ToHashSet();
        shown.UnionWith(world.Views.All<ServerView>(ViewNames.Servers).Select(row => row.AdoptedAs).OfType<string>());
        // Its disks go with it.
        shown.UnionWith(world.Estates.SelectMany(estate => estate.Servers)
            .Where(server => shown.Contains(server.Key.NativeId)).SelectMany(server => server.Server!.Volumes));
        return
        [
            .. world.Estates.SelectMany(estate => estate.Everything.Select(key => key.NativeId)
                .Where(left => !estate.LeftBehind.Contains(left) && !shown.Contains(left))),
        ];
    }
}
