using Hcos.Arml.Environments;
using Hcos.Arml.Orphans;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Arml;

/// <summary>What carries our mark or form, what of that is nobody's, and what these books once claimed.</summary>
internal sealed partial class ArmlLookups
{
    private readonly Dictionary<EnvironmentId, SortedDictionary<string, MarkedObject>> _marked = [];
    private readonly Dictionary<EnvironmentId, SortedDictionary<string, Suspicion>> _suspected = [];
    private readonly Dictionary<EnvironmentId, SortedDictionary<string, OrphanFound>> _orphans = [];
    private readonly Dictionary<EnvironmentId, OrphansSeen> _orphansSeen = [];
    private readonly Dictionary<Guid, EnvironmentId> _reapTasks = [];
    private readonly HashSet<ResourceId> _once = [];
    private readonly SortedDictionary<long, ResourceId> _onceOrder = [];

    /// <summary>What carries our mark or form in an environment, in order of the key.</summary>
    public IReadOnlyCollection<MarkedObject> MarkedIn(EnvironmentId environment) =>
        _marked.GetValueOrDefault(environment) is { } marked ? marked.Values : [];

    /// <summary>Something that carries our mark or form; null when it does not.</summary>
    public MarkedObject? Marked(EnvironmentId environment, ResourceKey key) =>
        _marked.GetValueOrDefault(environment)?.GetValueOrDefault(key.ToString());

    /// <summary>When a listing first showed something as nobody's; null when none did.</summary>
    public Suspicion? Suspected(EnvironmentId environment, ResourceKey key) =>
        _suspected.GetValueOrDefault(environment)?.GetValueOrDefault(key.ToString());

    /// <summary>The orphans of an environment, in order of the key.</summary>
    public IReadOnlyCollection<OrphanFound> OrphansIn(EnvironmentId environment) =>
        _orphans.GetValueOrDefault(environment) is { } orphans ? orphans.Values : [];

    /// <summary>An orphan; null when it is none.</summary>
    public OrphanFound? Orphan(EnvironmentId environment, ResourceKey key) =>
        _orphans.GetValueOrDefault(environment)?.GetValueOrDefault(key.ToString());

    /// <summary>When the orphans of an environment were told to be seen last, and with which rights.</summary>
    public OrphansSeen? OrphansSeenIn(EnvironmentId environment) => _orphansSeen.GetValueOrDefault(environment);

    /// <summary>Whether an environment is in the books.</summary>
    public bool HasEnvironment(EnvironmentId environment) => _environments.ContainsKey(environment);

    /// <summary>Whether these books ever claimed something for a resource, as far as they remember.</summary>
    public bool WasClaimed(ResourceId resource) => _once.Contains(resource);

    /// <summary>The resource that an object was made for, by what it says or by the key that it has.</summary>
    public ResourceId? MadeFor(ResourceObject seen) => seen.MadeFor
        ?? (seen.Key.Kind == ResourceKind.Server
            && Guid.TryParseExact(seen.Key.NativeId, "D", out var id)
            && WasClaimed(new(id))
            ? new ResourceId(id)
            : null);

    /// <summary>Whether something that carries our mark belongs to somebody, or goes with something else.</summary>
    public bool IsOwned(EnvironmentId environment, MarkedObject marked) => marked.Key.Kind == ResourceKind.Server
        ? ResourceOf(environment, marked.Key) is not null || IsAdopting(environment, marked.Key)
        : Knows(marked.MadeFor) || UsersOf(environment, marked.Key.NativeId).Count > 0;

    /// <summary>The stream that has to do with an object that was seen; none for what is plainly somebody's.</summary>
    public IEnumerable<string> OrphanStreamOf(EnvironmentId environment, ResourceObject seen)
    {
        var isKnown = Marked(environment, seen.Key) is not null;
        if (!isKnown && MadeFor(seen) is null) return [];
        var isPlain = !isKnown && seen.Key.Kind == ResourceKind.Server
            && ResourceOf(environment, seen.Key) is { } resource && resource == MadeFor(seen);
        return isPlain ? [] : [environment.ToString()];
    }

    /// <summary>The stream of an object that carries our mark.</summary>
    public IEnumerable<string> OrphanStreamOf(EnvironmentId environment, ResourceKey key) =>
        Marked(environment, key) is null ? [] : [environment.ToString()];

    /// <summary>The stream of an environment where anything carries our mark.</summary>
    public IEnumerable<string> OrphanStreamIn(EnvironmentId environment) =>
        MarkedIn(environment).Count == 0 ? [] : [environment.ToString()];

    /// <summary>The stream of the reaping that a driver task belongs to.</summary>
    public IEnumerable<string> OrphanStreamOf(Guid task) =>
        _reapTasks.TryGetValue(task, out var environment) ? [environment.ToString()] : [];

    private void NoteOrphans(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case CapacityClaimed claimed:
                Remember(claimed.Resource, happened.Position);
                break;
            case MarkedNoted noted:
                At(_marked, noted.Environment)[noted.Key.ToString()] =
                    new(noted.Key, noted.Name, noted.State, noted.MadeFor);
                break;
            case MarkedLost lost:
                At(_marked, lost.Environment).Remove(lost.Key.ToString());
                At(_suspected, lost.Environment).Remove(lost.Key.ToString());
                break;
            case OrphanSuspected suspected:
                At(_suspected, suspected.Environment)[suspected.Key.ToString()] = new(suspected.At, suspected.Scope);
                break;
            case OrphanCleared cleared:
                At(_suspected, cleared.Environment).Remove(cleared.Key.ToString());
                break;
            case OrphanFound found:
                At(_suspected, found.Environment).Remove(found.Key.ToString());
                At(_orphans, found.Environment)[found.Key.ToString()] = found;
                break;
            case OrphanGone gone:
                At(_orphans, gone.Environment).Remove(gone.Key.ToString());
                break;
            case OrphansSeen seen:
                _orphansSeen[seen.Environment] = seen;
                break;
            case OrphansReaping begun:
                foreach (var orphan in begun.Reaps) _reapTasks[orphan.Task] = begun.Environment;
                break;
            case ReapTaskOver over:
                _reapTasks.Remove(over.Task);
                break;
            case OrphansReapEnded ended:
                // One at a time: whatever is left of it is given up.
                foreach (var task in _reapTasks.Where(task => task.Value == ended.Environment).ToList())
                {
                    _reapTasks.Remove(task.Key);
                }

                break;
            case EnvironmentForgotten forgotten:
                _marked.Remove(forgotten.Environment);
                _suspected.Remove(forgotten.Environment);
                _orphans.Remove(forgotten.Environment);
                _orphansSeen.Remove(forgotten.Environment);
                break;
            default:
                break;
        }
    }

    private void Remember(ResourceId resource, long position)
    {
        if (!_once.Add(resource)) return;
        _onceOrder[position] = resource;
        while (_onceOrder.Count > Options.MostRememberedClaims)
        {
            var (oldest, forgotten) = _onceOrder.First();
            _onceOrder.Remove(oldest);
            _once.Remove(forgotten);
        }
    }

    private static SortedDictionary<string, TValue> At<TValue>(
        Dictionary<EnvironmentId, SortedDictionary<string, TValue>> sets, EnvironmentId environment)
    {
        if (!sets.TryGetValue(environment, out var set)) sets[environment] = set = new(StringComparer.Ordinal);
        return set;
    }
}
