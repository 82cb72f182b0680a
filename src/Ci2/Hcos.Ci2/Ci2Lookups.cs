using Hcos.Ci2.Calls;
using Hcos.Ci2.Environments;
using Hcos.Ci2.Observations;
using Hcos.Ci2.Tasks;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2;

/// <summary>What CI2 knows across its streams.</summary>
internal sealed class Ci2Lookups(Ci2Options options) : ILookups
{
    private readonly SortedDictionary<Guid, KnownEnvironment> _environments = [];
    private readonly SortedDictionary<Guid, OpenTask> _tasks = [];
    private readonly Dictionary<(EnvironmentId, ResourceKey), int> _underWay = [];
    private readonly SortedSet<Guid> _dropped = [];
    private readonly SortedDictionary<Guid, List<ResourceKey>> _left = [];
    private readonly SortedSet<string> _credentials = new(StringComparer.Ordinal);

    public Ci2Options Options { get; } = options;

    /// <summary>How an environment is reached; null when it is not in the books.</summary>
    public Reach? ReachOf(EnvironmentId environment) => Find(environment)?.Reach;

    /// <summary>Whether an environment was in the books and is no longer.</summary>
    public bool IsDropped(EnvironmentId environment) => _dropped.Contains(environment.Value);

    public bool IsSuspect(EnvironmentId environment) => Find(environment) is { IsSuspect: true };

    /// <summary>When the last complete listing began.</summary>
    public DateTimeOffset? LastSweep(EnvironmentId environment) => Find(environment)?.LastSweep;

    /// <summary>What happened lately in an environment.</summary>
    public EnvironmentActivity? ActivityOf(EnvironmentId environment) => Find(environment)?.Activity;

    /// <summary>Whether tasks are under way in an environment.</summary>
    public bool HasTasks(EnvironmentId environment) => _tasks.Values.Any(task => task.Environment == environment);

    /// <summary>How long the watch of an environment has to tell what a listing was first to show.</summary>
    public TimeSpan GraceOf(SyncRhythm? rhythm) => rhythm?.Looks is { } looks
        ? Options.ContradictionAge + TimeSpan.FromSeconds(looks.LongestSeconds)
        : Options.ContradictionAge;

    /// <summary>How many objects of a kind are there as far as is known.</summary>
    public int CountOf(EnvironmentId environment, ResourceKind kind) =>
        Find(environment)?.Objects.Values.Count(known => known.Key.Kind == kind) ?? 0;

    /// <summary>The environments that use a credential.</summary>
    public IEnumerable<string> UsersOf(string credential) => _environments.Values
        .Where(known => known.Reach.Address.Credential == credential)
        .Select(known => EnvironmentSync.StreamOf(known.Reach.Environment));

    /// <summary>Whether a credential of this name is in the books.</summary>
    public bool HasCredential(string name) => _credentials.Contains(name);

    /// <summary>The streams of all tasks that have not ended in an environment.</summary>
    public IEnumerable<string> OpenTasks(EnvironmentId environment) =>
        _tasks.Where(task => task.Value.Environment == environment).Select(task => DriverTask.StreamOf(task.Key));

    /// <summary>Whether a task that concerns an object has not ended: what is read meanwhile says nothing.</summary>
    public bool IsUnderWay(EnvironmentId environment, ResourceKey key) =>
        _underWay.ContainsKey((environment, key));

    /// <summary>When the last effect on an object ended.</summary>
    public DateTimeOffset? EffectEnded(EnvironmentId environment, ResourceKey key) =>
        Find(environment)?.EffectsEnded.TryGetValue(key.ToString(), out var at) is true ? at : null;

    /// <summary>
    /// The known objects that a listing surely should have shown. What was seen since it began, or was being changed,
    /// is not among them: a create that races a listing is never missing.
    /// </summary>
    public IEnumerable<ResourceKey> Lacking(EnvironmentId environment, Listing listing)
    {
        if (Find(environment) is not { } known) return [];
        var listed = listing.Keys.ToHashSet();
        return known.Objects.Values
            .Where(seen => seen.Key.Kind == listing.Kind && seen.At < listing.StartedAt && !listed.Contains(seen.Key))
            .Where(seen => !IsUnderWay(environment, seen.Key))
            .Where(seen => !(EffectEnded(environment, seen.Key) >= listing.StartedAt))
            .Select(seen => seen.Key);
    }

    /// <summary>The objects that were known in an environment when it left the books; just then only.</summary>
    public IReadOnlyList<ResourceKey> LeftIn(EnvironmentId environment) =>
        _left.GetValueOrDefault(environment.Value, []);

    /// <summary>Whether an object went, or is about to go, with a server that is deleted here.</summary>
    public bool IsRemovedByUs(EnvironmentId environment, ResourceKey key) =>
        Find(environment) is { } known && known.Removed.Contains(key.ToString());

    public void Apply(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case EnvironmentTaken taken:
                Take(taken.Reach);
                break;
            case EnvironmentDropped dropped:
                var left = Find(dropped.Environment)?.Objects.Values.Select(seen => seen.Key).ToList();
                if (left is { Count: > 0 }) _left[dropped.Environment.Value] = left;
                _environments.Remove(dropped.Environment.Value);
                _dropped.Add(dropped.Environment.Value);
                break;
            case ResourceObserved seen:
                Act(seen.Environment, seen.Key, seen.Object.State, seen.Evidence);
                Seen(seen.Environment, seen.Key, seen.Evidence.At);
                Has(seen.Environment, seen.Object);
                break;
            case ResourceStateObserved seen:
                Act(seen.Environment, seen.Key, seen.State, seen.Evidence);
                Seen(seen.Environment, seen.Key, seen.Evidence.At);
                break;
            case NativeEventNoted noted:
                Find(noted.Environment)?.Activity.Told(noted.Key);
                break;
            case ReadOwed { FollowUp: 0 } owed:
                Find(owed.Environment)?.Activity.Told(owed.Key);
                break;
            case PresenceConfirmed seen:
                Seen(seen.Environment, seen.Key, seen.At);
                break;
            case ResourceMissing missing when Find(missing.Environment) is { } known:
                known.Activity.Missing(missing.Key, missing.Evidence, known.LastSweep);
                known.Forget(missing.Key.ToString());
                break;
            case ObjectLeft gone:
                _left.Remove(gone.Environment.Value);
                break;
            case CredentialStored stored:
                _credentials.Add(stored.Name);
                break;
            case CredentialRemoved removed:
                _credentials.Remove(removed.Name);
                break;
            case TaskTaken taken:
                TaskBegun(taken);
                break;
            case DriverTaskEnded ended:
                TaskEnded(ended);
                break;
            default:
                ApplyToSync(happened.Body);
                break;
        }
    }

    private void ApplyToSync(IEvent happened)
    {
        switch (happened)
        {
            case EnvironmentReached reached when Find(reached.Environment) is { } known:
                known.IsSuspect = false;
                known.Activity.Changed(reached.At);
                break;
            case EnvironmentSuspect { Environment: var id } when Find(id) is { } known:
                known.IsSuspect = true;
                break;
            case WatchStarted started when Find(started.Environment) is { } known:
                known.Activity.Watched(started.At);
                break;
            case ConnectionDoubted { IsWatchLost: true, Environment: var id } when Find(id) is { } known:
                known.Activity.Unwatched();
                break;
            case EnvironmentUnreachable { Environment: var id } when Find(id) is { } known:
                known.Activity.Unwatched();
                break;
            case SweepCompleted swept when Find(swept.Environment) is { } known:
                known.LastSweep = swept.StartedAt;
                known.Activity.Counted(swept.StartedAt - GraceOf(known.Rhythm));
                known.Rhythm = swept.Rhythm;
                known.ForgetEffects(swept.StartedAt - Options.RememberEffects);
                break;
            default:
                break;
        }
    }

    private void Take(Reach reach)
    {
        if (Find(reach.Environment) is { } known)
        {
            known.Reach = reach;
            known.Activity.Unwatched();
        }
        else
        {
            _environments[reach.Environment.Value] = new KnownEnvironment(reach);
        }

        _dropped.Remove(reach.Environment.Value);
    }

    private void Act(EnvironmentId environment, ResourceKey key, ResourceState state, Evidence evidence)
    {
        if (Find(environment) is not { } known) return;
        known.Activity.Seen(key, state, evidence, !known.Objects.ContainsKey(key.ToString()), known.LastSweep);
    }

    private void Seen(EnvironmentId environment, ResourceKey key, DateTimeOffset at)
    {
        if (Find(environment) is { } known) known.Objects[key.ToString()] = (key, at);
    }

    private void TaskBegun(TaskTaken taken)
    {
        if (!_tasks.TryAdd(taken.Task, new OpenTask(taken.Environment, taken.NativeKey))) return;
        var place = (taken.Environment, taken.NativeKey);
        _underWay[place] = _underWay.GetValueOrDefault(place) + 1;
        if (taken.Action != DriverAction.Delete || Find(taken.Environment) is not { } known) return;
        known.Remove(taken.NativeKey.ToString());
        known.RemoveMadeFor(taken.Resource);
    }

    private void Has(EnvironmentId environment, ResourceObject seen)
    {
        if (seen is { Key.Kind: not ResourceKind.Server, MadeFor: { } resource })
        {
            Find(environment)?.Made(resource, seen.Key.ToString());
        }

        if (seen.Server is { } server && Find(environment) is { } known)
        {
            known.Volumes[seen.Key.ToString()] = server.Volumes;
        }
    }

    private void TaskEnded(DriverTaskEnded ended)
    {
        if (!_tasks.Remove(ended.Task, out var task)) return;
        var place = (task.Environment, task.Key);
        if (--_underWay[place] == 0) _underWay.Remove(place);
        var key = ended.Key ?? task.Key;
        if (Find(ended.Environment) is not { } known) return;
        known.EffectsEnded[key.ToString()] = ended.At;
        known.Activity.Changed(ended.At);
    }

    private KnownEnvironment? Find(EnvironmentId environment) => _environments.GetValueOrDefault(environment.Value);

    private sealed record OpenTask(EnvironmentId Environment, ResourceKey Key);
}
