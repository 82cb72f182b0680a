using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Calls;

/// <summary>
/// One call of a driver as the native calls it consists of, without time and without I/O: send <see cref="Current"/>,
/// tell the answer by <see cref="Answered"/> (or that none will come by <see cref="Broke"/>), until <see
/// cref="Current"/>
/// is null. The driver runs it over its wire; a simulation in one thread runs it against
/// <see cref="Platform.SimulatedPlatform.Apply"/> and may stop, repeat or abandon it between any two native calls.
/// </summary>
public sealed class DriverRun : IDisposable
{
    private readonly IEnumerator<PlatformCall> _steps;

    private DriverRun(Func<DriverRun, IEnumerable<PlatformCall>> steps)
    {
        _steps = steps(this).GetEnumerator();
        Advance();
    }

    /// <summary>The native call to send now; null when the run has ended.</summary>
    public PlatformCall? Current { get; private set; }

    /// <summary>Whether a native call changed something, or may have: it was sent and not answered.</summary>
    public bool MayHaveChanged { get; private set; }

    /// <summary>Why the run failed; null when it has not.</summary>
    public DriverException? Failure { get; internal set; }

    /// <summary>The object of a read, an ensure, a change of power or an import; while listing, the latest.</summary>
    public ResourceObject? Item { get; internal set; }

    /// <summary>The answer of a probe.</summary>
    public EnvironmentStatus? Status { get; internal set; }

    /// <summary>The answer of a read of the console.</summary>
    public ConsoleLog? Console { get; internal set; }

    /// <summary>The answer to the native call that was sent last.</summary>
    internal PlatformAnswer? Last { get; private set; }

    /// <summary>A probe.</summary>
    public static DriverRun Probe() => new(DriverSteps.Probe);

    /// <summary>A listing: after each answer <see cref="Item"/> is the next object, or null.</summary>
    public static DriverRun List(ResourceKind kind) => new(run => DriverSteps.List(run, kind));

    /// <summary>A read.</summary>
    public static DriverRun Read(ResourceKey key) => new(run => DriverSteps.Read(run, key));

    /// <summary>An ensure, on a platform of these manners; plain ones where nothing else is said.</summary>
    public static DriverRun Ensure(ResourceSpec spec, PlatformManners? manners = null) =>
        new(run => DriverSteps.Ensure(run, manners ?? PlatformManners.Plain, spec));

    /// <summary>A launch: an ensure of what is to run.</summary>
    public static DriverRun Launch(ResourceSpec spec, PlatformManners manners) =>
        new(run => DriverSteps.Ensure(run, manners, spec, isToRun: true));

    /// <summary>A delete.</summary>
    public static DriverRun Delete(ResourceKey key, PlatformManners? manners = null) =>
        new(run => DriverSteps.Delete(run, manners ?? PlatformManners.Plain, key));

    /// <summary>A change of power.</summary>
    public static DriverRun Power(ResourceKey key, PowerAction action, PlatformManners? manners = null) =>
        new(run => LifeSteps.Power(run, manners ?? PlatformManners.Plain, key, action));

    /// <summary>An import of an image of so many bytes.</summary>
    public static DriverRun Import(ResourceId id, string name, long bytes, string format) =>
        new(run => DriverSteps.Import(run, id, name, bytes, format));

    /// <summary>A change of size.</summary>
    public static DriverRun Resize(ResourceKey key, ServerSize size, PlatformManners manners) =>
        new(run => LifeSteps.Resize(run, manners, key, size));

    /// <summary>The taking of a snapshot.</summary>
    public static DriverRun Snapshot(ResourceKey key, SnapshotSpec snapshot, PlatformManners manners) =>
        new(run => LifeSteps.Snapshot(run, manners, key, snapshot));

    /// <summary>A revert to a snapshot.</summary>
    public static DriverRun Revert(
        ResourceKey key, SnapshotId snapshot, ServerSize size, PlatformManners manners) =>
        new(run => LifeSteps.Revert(run, manners, key, snapshot, size));

    /// <summary>The removal of a snapshot.</summary>
    public static DriverRun DeleteSnapshot(ResourceKey key, SnapshotId snapshot, PlatformManners manners) =>
        new(run => LifeSteps.DeleteSnapshot(run, manners, key, snapshot));

    /// <summary>A read of the console.</summary>
    public static DriverRun ReadConsole(ResourceKey key, int mostBytes, PlatformManners manners) =>
        new(run => LifeSteps.ReadConsole(run, manners, key, mostBytes));

    /// <summary>Whether a platform would take a server that is moved, and who it is.</summary>
    public static DriverRun Offer(ResourceSpec server) => new(run => MoveSteps.Offer(run, server));

    /// <summary>A move to the estate of a name.</summary>
    public static DriverRun Move(ResourceKey key, string target, string identity, PlatformManners manners) =>
        new(run => MoveSteps.Move(run, manners, key, target, identity));

    /// <summary>Tells what the platform answered to <see cref="Current"/>.</summary>
    public void Answered(PlatformAnswer answer)
    {
        Last = answer;
        Item = null;
        MayHaveChanged |= answer is PlatformAnswer.Done { Changed: true } or PlatformAnswer.Made;
        Advance();
    }

    /// <summary>Tells that no answer to <see cref="Current"/> will come.</summary>
    /// <param name="sent">Whether it may have reached the platform.</param>
    /// <param name="reason">What happened, for people.</param>
    public void Broke(bool sent, string reason)
    {
        MayHaveChanged |= sent && Current is { Changes: true };
        Current = null;
        Failure = new DriverException(
            MayHaveChanged ? DriverFailure.Uncertain : DriverFailure.Unavailable, reason);
    }

    /// <summary>Ends the run where it is.</summary>
    public void Dispose() => _steps.Dispose();

    private void Advance() => Current = _steps.MoveNext() ? _steps.Current : null;
}
