using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Calls;

/// <summary>
/// The order of native calls in each call of the driver. After each one <see cref="DriverRun.Last"/> is set.
/// </summary>
internal static class DriverSteps
{
    public static IEnumerable<PlatformCall> Probe(DriverRun run)
    {
        yield return new PlatformCall.Probe();
        if (!Failed(run))
        {
            run.Status = ((PlatformAnswer.Identity)run.Last!).Status;
        }
    }

    public static IEnumerable<PlatformCall> List(DriverRun run, ResourceKind kind)
    {
        if (!Reads.Kinds.Contains(kind))
        {
            run.Failure = new(DriverFailure.Invalid, "a simulated estate does not know this kind");
            yield break;
        }

        yield return new PlatformCall.ListKeys(kind);
        if (Failed(run))
        {
            yield break;
        }

        var keys = ((PlatformAnswer.Keys)run.Last!).Items;
        for (var index = 0; index < keys.Count; index++)
        {
            yield return new PlatformCall.ReadObject(keys[index], index);
            if (Failed(run))
            {
                yield break;
            }

            run.Item = ((PlatformAnswer.Found)run.Last!).Item;
        }
    }

    public static IEnumerable<PlatformCall> Read(DriverRun run, ResourceKey key)
    {
        yield return new PlatformCall.ReadObject(key);
        if (!Failed(run))
        {
            run.Item = ((PlatformAnswer.Found)run.Last!).Item;
        }
    }

    /// <summary>
    /// Where the platform takes the id that it is given: disk before definition, so that whatever is defined is whole;
    /// refusals leave no disk behind.
    /// </summary>
    public static IEnumerable<PlatformCall> Ensure(
        DriverRun run, PlatformManners manners, ResourceSpec spec, bool isToRun = false)
    {
        if (spec is not { Kind: ResourceKind.Server, Server: not null })
        {
            run.Failure = new(DriverFailure.Invalid, "a simulated estate makes servers only");
            yield break;
        }

        var steps = manners.PicksIds
            ? new MarkedSteps(run, manners, spec.Id.ToString()).Ensure(spec, isToRun)
            : Define(run, spec);
        foreach (var call in steps) yield return call;
    }

    private static IEnumerable<PlatformCall> Define(DriverRun run, ResourceSpec spec)
    {
        yield return new PlatformCall.CheckServer(spec);
        if (Failed(run))
        {
            yield break;
        }

        yield return new PlatformCall.MakeDisks(spec);
        if (Failed(run))
        {
            yield break;
        }

        yield return new PlatformCall.DefineServer(spec);
        var next = run.Last is PlatformAnswer.Refused refused
            ? CleanUp(run, spec, refused)
            : ReadBack(run, SimulatedMapping.KeyOf(spec));
        foreach (var call in next)
        {
            yield return call;
        }
    }

    /// <summary>A refused definition takes the disks that were just made with it.</summary>
    private static IEnumerable<PlatformCall> CleanUp(
        DriverRun run, ResourceSpec spec, PlatformAnswer.Refused refused)
    {
        if (run.MayHaveChanged)
        {
            yield return new PlatformCall.RemoveDisks(SimulatedMapping.KeyOf(spec));
        }

        run.Failure = run.MayHaveChanged && run.Last is PlatformAnswer.Refused
            ? new(DriverFailure.Uncertain, "it was refused, and its disks could not be removed")
            : SimulatedErrors.From(refused);
    }

    /// <summary>The definition goes before the disks: it is what a late call would need.</summary>
    public static IEnumerable<PlatformCall> Delete(DriverRun run, PlatformManners manners, ResourceKey key)
    {
        if (key.Kind == ResourceKind.Image)
        {
            yield return new PlatformCall.RemoveImage(key);
            Failed(run);
            yield break;
        }

        if (key.Kind != ResourceKind.Server)
        {
            run.Failure = new(DriverFailure.Invalid, "a simulated estate removes servers and images only");
            yield break;
        }

        var steps = manners.PicksIds ? new MarkedSteps(run, manners, key.NativeId).Delete() : Undefine(run, key);
        foreach (var call in steps) yield return call;
    }

    private static IEnumerable<PlatformCall> Undefine(DriverRun run, ResourceKey key)
    {
        yield return new PlatformCall.SetPower(key, PowerAction.PowerOff);
        if (run.Last is PlatformAnswer.Refused { Failure: not DriverFailure.Missing } && Failed(run))
        {
            yield break;
        }

        yield return new PlatformCall.UndefineServer(key);
        if (Failed(run))
        {
            yield break;
        }

        yield return new PlatformCall.RemoveDisks(key);
        Failed(run);
    }

    public static IEnumerable<PlatformCall> Import(
        DriverRun run, ResourceId id, string name, long bytes, string format)
    {
        yield return new PlatformCall.PutImage(id, name, bytes, format);
        if (Failed(run))
        {
            yield break;
        }

        foreach (var call in ReadBack(run, SimulatedMapping.ImageKey(name)))
        {
            yield return call;
        }
    }

    /// <summary>Somebody may have removed it between the effect and the read: then nothing is certain.</summary>
    public static IEnumerable<PlatformCall> ReadBack(DriverRun run, ResourceKey key)
    {
        yield return new PlatformCall.ReadObject(key);
        run.Item = (run.Last as PlatformAnswer.Found)?.Item;
        if (run.Item is null)
        {
            run.Failure = new(DriverFailure.Uncertain, $"{key} was changed and could not be read afterwards");
        }
    }

    public static bool Failed(DriverRun run)
    {
        if (run.Last is not PlatformAnswer.Refused refused)
        {
            return false;
        }

        run.Failure = run.MayHaveChanged
            ? new(DriverFailure.Uncertain, $"refused after a part was done: {refused.Reason}")
            : SimulatedErrors.From(refused);
        return true;
    }
}
