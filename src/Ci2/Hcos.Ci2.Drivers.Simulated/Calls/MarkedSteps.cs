using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Calls;

/// <summary>
/// Making and removing servers where the platform gives the ids: the order of native calls of the OpenStack driver
/// where the platform launches what it makes, of the Hyper-V driver where a server is put together.
/// </summary>
internal sealed class MarkedSteps(DriverRun run, PlatformManners manners, string mark)
{
    private readonly ResourceKey _key = new(ResourceKind.Server, mark);
    private PlatformAnswer.Copies _seen = new([]);

    // Rules of their own, so that a mutant can do without them.
    private static bool LooksFirst => true;

    private static bool LooksAgain => true;

    /// <summary>
    /// Looks for the mark before it makes anything, goes on with what is half-made or makes it anew, and looks again
    /// before it says done.
    /// </summary>
    public IEnumerable<PlatformCall> Ensure(ResourceSpec spec, bool isToRun)
    {
        yield return new PlatformCall.CheckServer(spec);
        if (DriverSteps.Failed(run)) yield break;
        foreach (var call in Look(LooksFirst)) yield return call;
        if (run.Failure is not null) yield break;
        var steps = _seen.Server is { IsMaking: false } whole ? Converge(whole.Id, spec) : Make(spec, isToRun);
        foreach (var call in steps) yield return call;
        if (run.Failure is not null) yield break;
        foreach (var call in RemoveOthers()) yield return call;
        if (run.Failure is not null) yield break;
        var end = isToRun
            ? LifeSteps.Power(run, manners, _key, PowerAction.Start)
            : DriverSteps.ReadBack(run, _key);
        foreach (var call in end) yield return call;
    }

    /// <summary>
    /// The server and what creates left half-made; then its port, so that a create that is still on its way is refused;
    /// then what such a create made before that; then its disks.
    /// </summary>
    public IEnumerable<PlatformCall> Delete()
    {
        var target = new Target(run, manners, _key);
        foreach (var call in target.Locate()) yield return call;
        if (run.Failure is not null) yield break;
        if (target.Own is { } own)
        {
            foreach (var call in Remove(own.NativeId)) yield return call;
        }

        foreach (var call in RemoveHalfMade()) yield return call;
        if (run.Failure is not null) yield break;
        if (manners.HasPorts)
        {
            yield return new PlatformCall.RemovePort(mark);
            if (DriverSteps.Failed(run)) yield break;
            foreach (var call in RemoveHalfMade()) yield return call;
            if (run.Failure is not null) yield break;
        }

        // A copy that somebody made has the same disk.
        if (_seen.Server is { IsMaking: false }) yield break;
        yield return new PlatformCall.RemoveDisks(_key);
        DriverSteps.Failed(run);
    }

    private IEnumerable<PlatformCall> Converge(string copy, ResourceSpec spec)
    {
        yield return new PlatformCall.EquipServer(copy, spec);
        DriverSteps.Failed(run);
    }

    /// <summary>What was refused leaves nothing behind.</summary>
    private IEnumerable<PlatformCall> Make(ResourceSpec spec, bool isToRun)
    {
        foreach (var call in manners.Launches ? Launch(spec, isToRun) : Assemble(spec)) yield return call;
        if (run.Last is not PlatformAnswer.Refused refused) yield break;
        if (refused.Failure == DriverFailure.Unavailable)
        {
            DriverSteps.Failed(run);
            yield break;
        }

        run.Failure = null;
        foreach (var call in Delete()) yield return call;
        run.Failure = run.Failure is not null
            ? new(DriverFailure.Uncertain, $"it was refused, and what was made could not be removed: {refused.Reason}")
            : SimulatedErrors.From(refused);
    }

    /// <summary>It runs once it is made; it is whole when it is alone, and off unless it is to run.</summary>
    private IEnumerable<PlatformCall> Launch(ResourceSpec spec, bool isToRun)
    {
        if (_seen.Server is null)
        {
            if (manners.HasPorts && spec.Server!.Network is not null)
            {
                yield return new PlatformCall.EnsurePort(spec.Id);
                if (DriverSteps.Failed(run)) yield break;
            }

            yield return new PlatformCall.CreateServer(spec);
            if (DriverSteps.Failed(run)) yield break;
            var made = ((PlatformAnswer.Made)run.Last!).Id;
            _seen = new([new(made, IsMaking: true, ResourceState.Running, Born: long.MaxValue)]);
        }

        foreach (var call in RemoveOthers()) yield return call;
        if (run.Failure is not null || _seen.Server is not { IsMaking: true } alone) yield break;
        if (alone.Executes && !(isToRun && alone.State == ResourceState.Running))
        {
            yield return new PlatformCall.SetPower(_key with { NativeId = alone.Id }, PowerAction.PowerOff);
            if (DriverSteps.Failed(run)) yield break;
        }

        yield return new PlatformCall.FinishServer(alone.Id);
        DriverSteps.Failed(run);
    }

    /// <summary>What is half-made has never run: it is removed, and made anew around a new disk.</summary>
    private IEnumerable<PlatformCall> Assemble(ResourceSpec spec)
    {
        foreach (var half in _seen.HalfMade)
        {
            foreach (var call in Remove(half.Id)) yield return call;
            if (run.Failure is not null) yield break;
        }

        yield return new PlatformCall.MakeDisks(spec);
        if (DriverSteps.Failed(run)) yield break;
        yield return new PlatformCall.CreateServer(spec);
        if (DriverSteps.Failed(run)) yield break;
        var made = ((PlatformAnswer.Made)run.Last!).Id;
        yield return new PlatformCall.EquipServer(made, spec);
        if (DriverSteps.Failed(run)) yield break;
        foreach (var call in RemoveOthers(made)) yield return call;
        if (run.Failure is not null) yield break;
        yield return new PlatformCall.FinishServer(made);
        DriverSteps.Failed(run);
    }

    private IEnumerable<PlatformCall> Look(bool does = true)
    {
        if (!does) yield break;
        yield return new PlatformCall.FindCopies(mark);
        if (!DriverSteps.Failed(run)) _seen = (PlatformAnswer.Copies)run.Last!;
    }

    /// <summary>Looks, and removes second copies that are being made: nobody uses them.</summary>
    private IEnumerable<PlatformCall> RemoveOthers(string? but = null)
    {
        foreach (var call in Look(LooksAgain)) yield return call;
        if (run.Failure is not null) yield break;
        var kept = but ?? _seen.Server?.Id;
        if (kept is null && LooksAgain)
        {
            run.Failure = new(DriverFailure.Uncertain, "the server vanished while it was made");
            yield break;
        }

        foreach (var other in _seen.HalfMade.Where(copy => copy.Id != kept))
        {
            foreach (var call in Remove(other.Id)) yield return call;
            if (run.Failure is not null) yield break;
        }
    }

    private IEnumerable<PlatformCall> RemoveHalfMade()
    {
        foreach (var call in Look()) yield return call;
        if (run.Failure is not null) yield break;
        foreach (var half in _seen.HalfMade)
        {
            foreach (var call in Remove(half.Id)) yield return call;
            if (run.Failure is not null) yield break;
        }
    }

    private IEnumerable<PlatformCall> Remove(string copy)
    {
        if (!manners.Launches)
        {
            yield return new PlatformCall.SetPower(_key with { NativeId = copy }, PowerAction.PowerOff);
            if (run.Last is PlatformAnswer.Refused { Failure: not DriverFailure.Missing } && DriverSteps.Failed(run))
            {
                yield break;
            }
        }

        yield return new PlatformCall.RemoveServer(copy);
        DriverSteps.Failed(run);
    }
}
