using Hcos.Kernel.Layers;
using Hcos.Simulation.Tests.Invariants;

namespace Hcos.Simulation.Tests.World;

/// <summary>What layers did and whom they told, as people read it.</summary>
internal sealed partial class PlatformWorld
{
    public void Stepping(Owner owner, LayerInput input, DateTimeOffset now)
    {
        foreach (var invariant in Invariants) invariant.Stepping(owner, input, now);
    }

    public void Stepped(Owner owner, LayerInput? input, StepOutput output)
    {
        var process = owner.Process;
        foreach (var invariant in Invariants) invariant.Stepped(owner, input, output);
        foreach (var notice in output.Notices) Noticed(process, notice);
        var leads = output.Events.Count + output.Commands.Count + output.Effects.Count + output.Cancellations.Count;
        if (leads > 0) Trace.Add(Now, process.Name, new StepLine(input, output));
    }

    public void Ended(Estate estate, NativeCalls calls)
    {
        foreach (var invariant in Invariants) invariant.Ended(estate, calls);
    }

    /// <summary>A client was told that its request is taken on.</summary>
    public void Acknowledged(Guid operation) => Invariant<NothingAcknowledgedIsLost>().Acknowledged(operation);

    /// <summary>Somebody at a layer's own door was told that what he asked is done.</summary>
    public void AcknowledgedAtDoor(string layer, Guid command) =>
        Invariant<NothingAcknowledgedIsLost>().AcknowledgedAtDoor(layer, command);

    private void Noticed(LayerProcess process, LayerNotice notice)
    {
        Counts.Note($"notices: {notice.Kind}");
        Tell(process.Name, $"notice {notice.Kind} {notice.Subject}: {notice.Reason}");
        var isMeant = notice.Reason.Contains(World.Breakage.Reason, StringComparison.Ordinal);
        if (notice.Kind == NoticeKind.Degraded || isMeant) return;
        throw new SimulationViolation(
            "no defects", $"{process.Name}: {notice.Kind} {notice.Subject}: {notice.Reason}", [notice.Subject]);
    }
}
