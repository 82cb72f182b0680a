using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>
/// The simulated platform itself: a state machine in memory without clock, threads or I/O. Each native call has its
/// effect in one instant; what happens by itself (a guest gets its address, a guest goes off) is due at an instant and
/// happens in <see cref="Advance"/>. Equal calls at equal instants give equal answers, events and trace. Not for
/// several threads at once: <see cref="SimulatedEstate"/> is the shell for those.
/// </summary>
public sealed class SimulatedPlatform
{
    private readonly PlatformState _state;
    private readonly Queue<string> _trace = new();

    /// <summary>Builds the platform as <paramref name="options"/> say.</summary>
    /// <param name="options">Size, names, seed.</param>
    /// <param name="runs">The witness of who executes where; shared between the platforms of one test.</param>
    public SimulatedPlatform(SimulatedOptions options, SimulatedRuns runs)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runs);
        _state = new(options, runs);
        Inhabitants.Settle(_state);
        Outside = new(_state);
    }

    /// <summary>What somebody else does to the platform.</summary>
    public OutsideChanges Outside { get; }

    /// <summary>What native calls have done so far.</summary>
    public PlatformCounts Counts { get; private set; } = new(0, 0, 0, 0);

    /// <summary>One line per native call, oldest first; bounded by <see cref="SimulatedOptions.TraceLimit"/>.</summary>
    public IReadOnlyList<string> Trace => [.. _trace];

    /// <summary>When the next thing happens by itself; null when nothing will.</summary>
    public DateTimeOffset? NextDue => _state.NextDue;

    /// <summary>
    /// Native ids of disks that were made for a server that is not defined: what nobody would ever remove.
    /// </summary>
    public IReadOnlyList<string> Orphans =>
        [.. _state.Volumes.Values.Where(IsOrphan).Select(volume => volume.Id)];

    /// <summary>How everything of <paramref name="kind"/> is, past all faults, for assertions.</summary>
    public IReadOnlyList<ResourceObject> Objects(ResourceKind kind) =>
        [.. Reads.Keys(_state, kind).Select(key => Reads.Find(_state, key)!)];

    /// <summary>The resources that a port is kept for.</summary>
    public IReadOnlyCollection<string> Ports => _state.Ports.All;

    /// <summary>How many servers there ever were: who was born later was not there when this was less.</summary>
    public long Births => _state.Births;

    /// <summary>All servers that carry the mark of a resource, the oldest first, past all faults.</summary>
    public IReadOnlyList<ServerCopy> Copies(string resource) =>
        [.. _state.Copies.Of(resource).Select(ServerCopy.Of)];

    /// <summary>The server that the platform itself calls so; null when it is not there.</summary>
    public (string? Mark, string NativeId)? Server(string own) => _state.Servers.TryGetValue(own, out var server)
        ? (server.Mark, _state.Copies.KeyOf(server).NativeId)
        : null;

    /// <summary>Has the effect of <paramref name="call"/>, now.</summary>
    public PlatformAnswer Apply(PlatformCall call, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(call);
        Advance(now);
        var answer = Answer(call, now);
        Counts = Counts.After(call, answer);
        Note($"{now:O} {Describe(call)} -> {answer}");
        return answer;
    }

    /// <summary>Moves a server to another platform; both are at <paramref name="now"/>.</summary>
    internal PlatformAnswer Move(SimulatedPlatform target, PlatformCall.MoveServer move, DateTimeOffset now)
    {
        Advance(now);
        target.Advance(now);
        var answer = Moves.Move(_state, target._state, move, now);
        Counts = Counts.After(move, answer);
        Note($"{now:O} MoveServer {move.Own.NativeId} {move.Target} -> {answer}");
        return answer;
    }

    /// <summary>Lets happen what is due by <paramref name="now"/>.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (_state.TakeDue(now) is { } due)
        {
            Timers.Happen(_state, due.Server, due.Due);
        }
    }

    /// <summary>Somebody else pauses or resumes the next of the servers that were there from the start.</summary>
    public void Change(int number, DateTimeOffset now) => Inhabitants.Change(_state, number, now);

    /// <summary>Takes the events that happened since they were taken last, in their order.</summary>
    public IReadOnlyList<NativeEvent> TakeEvents()
    {
        if (_state.Untold.Count == 0)
        {
            return [];
        }

        NativeEvent[] events = [.. _state.Untold];
        _state.Untold.Clear();
        return events;
    }

    private PlatformAnswer Answer(PlatformCall call, DateTimeOffset now) => call switch
    {
        PlatformCall.Probe => new PlatformAnswer.Identity(_state.Status),
        PlatformCall.ListKeys list => new PlatformAnswer.Keys(Reads.Keys(_state, list.Kind)),
        PlatformCall.ReadObject read => new PlatformAnswer.Found(Reads.Find(_state, read.Key)),
        PlatformCall.CheckServer check => Definitions.Check(_state, check.Spec),
        PlatformCall.MakeDisks disks => Disks.Make(_state, disks.Spec),
        PlatformCall.DefineServer define => Definitions.Define(_state, define.Spec, now),
        PlatformCall.FindCopies find => new PlatformAnswer.Copies(Copies(find.Mark)),
        PlatformCall.Locate locate => new PlatformAnswer.Located(_state.Copies.Find(locate.Key)?.Id),
        PlatformCall.EnsurePort ensure => _state.Ports.Ensure(ensure.Server),
        PlatformCall.RemovePort remove => _state.Ports.Remove(remove.Server),
        PlatformCall.CreateServer create => Making.Create(_state, create.Spec, now),
        PlatformCall.EquipServer equip => Making.Equip(_state, equip, now),
        PlatformCall.FinishServer finish => Making.Finish(_state, finish.Copy, now),
        PlatformCall.RemoveServer remove => Making.Remove(_state, remove.Copy, now),
        PlatformCall.SetPower power => Power.Set(_state, power.Key, power.Action, now),
        PlatformCall.UndefineServer undefine => Definitions.Undefine(_state, undefine.Key, now),
        PlatformCall.RemoveDisks remove => Disks.Remove(_state, remove.Server),
        PlatformCall.PutImage put => Disks.PutImage(_state, put),
        PlatformCall.RemoveImage remove => Disks.RemoveImage(_state, remove.Key),
        PlatformCall.ResizeServer resize => Sizes.Change(_state, resize, now),
        PlatformCall.TakeSnapshot take => Snapshots.Take(_state, take, now),
        PlatformCall.RevertDisk revert => Snapshots.Revert(_state, revert, now),
        PlatformCall.RemoveSnapshot remove => Snapshots.Remove(_state, remove, now),
        PlatformCall.ReadConsole read => Consoles.Read(_state, read),
        _ => new PlatformAnswer.Refused(DriverFailure.Invalid, "the platform does not know this call"),
    };

    private bool IsOrphan(VolumeRecord volume) => volume.Owner is { } owner && !_state.Copies.IsThere(owner);

    /// <summary>The trace names the object and never what a user gave in confidence.</summary>
    private static string Describe(PlatformCall call) => call switch
    {
        PlatformCall.CheckServer check => $"CheckServer {check.Spec.Id}",
        PlatformCall.MakeDisks disks => $"MakeDisks {disks.Spec.Id}",
        PlatformCall.DefineServer define => $"DefineServer {define.Spec.Id}",
        PlatformCall.FindCopies find => $"FindCopies {find.Mark}",
        PlatformCall.Locate locate => $"Locate {locate.Key}",
        PlatformCall.EnsurePort ensure => $"EnsurePort {ensure.Server}",
        PlatformCall.RemovePort remove => $"RemovePort {remove.Server}",
        PlatformCall.CreateServer create => $"CreateServer {create.Spec.Id}",
        PlatformCall.EquipServer equip => $"EquipServer {equip.Copy}",
        PlatformCall.FinishServer finish => $"FinishServer {finish.Copy}",
        PlatformCall.RemoveServer remove => $"RemoveServer {remove.Copy}",
        PlatformCall.SetPower power => $"SetPower {power.Key.NativeId} {power.Action}",
        PlatformCall.UndefineServer undefine => $"UndefineServer {undefine.Key.NativeId}",
        PlatformCall.RemoveDisks remove => $"RemoveDisks {remove.Server.NativeId}",
        PlatformCall.ReadObject read => $"ReadObject {read.Key}",
        PlatformCall.ListKeys list => $"ListKeys {list.Kind}",
        PlatformCall.PutImage put => $"PutImage {put.Name}",
        PlatformCall.ResizeServer resize => $"ResizeServer {resize.Key.NativeId} {resize.Size}",
        PlatformCall.TakeSnapshot take => $"TakeSnapshot {take.Key.NativeId} {take.Snapshot.Id}",
        PlatformCall.RevertDisk revert => $"RevertDisk {revert.Key.NativeId} {revert.Snapshot}",
        PlatformCall.RemoveSnapshot remove => $"RemoveSnapshot {remove.Key.NativeId} {remove.Snapshot}",
        _ => call.GetType().Name,
    };

    private void Note(string line)
    {
        if (_trace.Count == _state.Options.TraceLimit)
        {
            _trace.Dequeue();
        }

        _trace.Enqueue(line);
    }
}
