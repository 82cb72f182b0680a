using Hcos.Arml.Resources;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 8: every native change belongs to a decision of ARML: what was claimed is made, what was begun is changed, what is
/// released or reaped is removed; each under the id of a driver task of its own, on its one object, by no other call.
/// </summary>
internal sealed class EveryChangeWasDecided : Invariant
{
    private readonly Dictionary<ResourceId, CapacityClaimed> _claims = [];
    private readonly Dictionary<Guid, Decided> _decided = [];

    /// <summary>Whose mark each server carries or carried, by the platform's own id of it.</summary>
    private readonly Dictionary<string, string> _marks = new(StringComparer.Ordinal);

    public override string Name => "8: every change was decided";

    public override void Committed(RecordedEvent happened)
    {
        if (happened.Log != "arml") return;
        switch (happened.Body)
        {
            case CapacityClaimed claimed:
                _claims[claimed.Resource] = claimed;
                // What is adopted is only looked at.
                if (claimed.Adopted is null) Decide(claimed.Resource, DriverTasks.Ensure);
                break;
            case PowerChangeBegun begun:
                Decide(begun.Resource, claim => DriverTasks.Power(claim, begun));
                break;
            case ServerChangeBegun begun:
                Decide(begun.Resource, claim => DriverTasks.Change(claim, begun));
                break;
            case ResourceReleasing releasing:
                Decide(releasing.Resource, claim => DriverTasks.Delete(claim, 1));
                break;
            case RemovalResumed resumed:
                Decide(resumed.Resource, claim => DriverTasks.Delete(claim, resumed.Number + 1));
                break;
            case OrphansReaping reaping:
                foreach (var orphan in reaping.Reaps) Decide(orphan);
                break;
            default:
                break;
        }
    }

    public override void BeforeChange(Estate estate, NativeCalls calls, PlatformCall call)
    {
        if (calls.Task is not { } task) Violated($"{estate.Name} is changed without a task: {call}");
        else if (!_decided.TryGetValue(task.Task, out var decided))
        {
            Violated($"{task.Resource} is changed by {task.Task}, which ARML did not decide: {call}", task.Resource);
        }
        else if (!Allows(decided.Task, estate, call) || !Means(decided.NativeId, estate, Whom(call)))
        {
            var (what, power) = (decided.Task.Action, decided.Task.Power);
            Violated($"{what} {power} of {decided.NativeId} was decided, and not {call}", task.Resource);
        }
    }

    public override void Acted(Estate estate, NativeCalls calls, PlatformCall call, PlatformAnswer answer)
    {
        if ((call, answer) is (PlatformCall.CreateServer create, PlatformAnswer.Made made))
        {
            _marks[made.Id] = create.Spec.Id.ToString();
        }
    }

    private bool Means(string decided, Estate estate, string? whom)
    {
        if (whom is null || whom == decided) return whom is not null;
        if (estate.MadeFor(whom) is { } mark) _marks[whom] = mark;
        return _marks.GetValueOrDefault(whom) == decided;
    }

    private static bool Allows(OwedTask decided, Estate estate, PlatformCall call) => estate.Manners.PicksIds
        ? Allows(decided, call) || (decided.Action, call) switch
        {
            (DriverAction.Ensure, PlatformCall.EnsurePort or PlatformCall.CreateServer) => true,
            (DriverAction.Ensure, PlatformCall.EquipServer or PlatformCall.FinishServer) => true,
            (DriverAction.Ensure or DriverAction.Delete, PlatformCall.RemovePort) => true,
            (DriverAction.Ensure, PlatformCall.RemoveServer remove) => IsUnused(estate, remove.Copy),
            (DriverAction.Ensure, PlatformCall.SetPower { Action: PowerAction.PowerOff } power) =>
                IsUnused(estate, power.Key.NativeId),
            (DriverAction.Delete, PlatformCall.RemoveServer) => true,
            _ => false,
        }
        : Allows(decided, call);

    /// <summary>Whoever makes a server never touches another that is whole and executes.</summary>
    private static bool IsUnused(Estate estate, string own) => estate.MadeFor(own) is not { } mark
        || estate.Copies(mark).Single(copy => copy.Id == own) is { IsMaking: true } or { Executes: false };

    private static bool Allows(OwedTask decided, PlatformCall call) => (decided.Action, call) switch
    {
        (DriverAction.Ensure, PlatformCall.MakeDisks or PlatformCall.DefineServer or PlatformCall.RemoveDisks) => true,
        (DriverAction.Ensure or DriverAction.Power, PlatformCall.SetPower power) => power.Action == decided.Power,
        (DriverAction.Change, _) => Allows(decided.Change!.Kind, call),
        (DriverAction.Delete, PlatformCall.SetPower power) => power.Action == PowerAction.PowerOff,
        (DriverAction.Delete, PlatformCall.UndefineServer or PlatformCall.RemoveDisks) => true,
        _ => false,
    };

    private static bool Allows(ServerChangeKind decided, PlatformCall call) => (decided, call) switch
    {
        (ServerChangeKind.Resize or ServerChangeKind.Revert, PlatformCall.ResizeServer) => true,
        (ServerChangeKind.Snapshot, PlatformCall.TakeSnapshot) => true,
        (ServerChangeKind.Revert, PlatformCall.RevertDisk) => true,
        (ServerChangeKind.DeleteSnapshot, PlatformCall.RemoveSnapshot) => true,
        _ => false,
    };

    /// <summary>Whom a call changes.</summary>
    private static string? Whom(PlatformCall call) => call switch
    {
        PlatformCall.MakeDisks disks => disks.Spec.Id.ToString(),
        PlatformCall.DefineServer define => define.Spec.Id.ToString(),
        PlatformCall.SetPower power => power.Key.NativeId,
        PlatformCall.UndefineServer undefine => undefine.Key.NativeId,
        PlatformCall.RemoveDisks remove => remove.Server.NativeId,
        PlatformCall.EnsurePort ensure => ensure.Server.ToString(),
        PlatformCall.RemovePort remove => remove.Server,
        PlatformCall.CreateServer create => create.Spec.Id.ToString(),
        PlatformCall.EquipServer equip => equip.Copy,
        PlatformCall.FinishServer finish => finish.Copy,
        PlatformCall.RemoveServer remove => remove.Copy,
        PlatformCall.ResizeServer resize => resize.Key.NativeId,
        PlatformCall.TakeSnapshot take => take.Key.NativeId,
        PlatformCall.RevertDisk revert => revert.Key.NativeId,
        PlatformCall.RemoveSnapshot remove => remove.Key.NativeId,
        _ => null,
    };

    private void Decide(ResourceId resource, Func<CapacityClaimed, OwedTask> task)
    {
        if (!_claims.TryGetValue(resource, out var claim)) Violated($"{resource} was never claimed", resource);
        var decided = task(claim!);
        _decided[decided.Id] = new(decided, claim!.Adopted?.NativeId ?? resource.ToString());
    }

    /// <summary>What is left of a server that is not there goes by removing that server once more.</summary>
    private void Decide(ReapedOrphan orphan) => _decided[orphan.Task] = new(
        new OwedTask(orphan.Task, DriverAction.Delete, null, null),
        orphan.Key.Kind == ResourceKind.Server ? orphan.Key.NativeId : orphan.MadeFor.ToString());

    private sealed record Decided(OwedTask Task, string NativeId);
}
