using Hcos.Kernel.Layers;

namespace Hcos.Simulation.Tests.World;

/// <summary>What layers did, as people read it.</summary>
internal sealed partial class PlatformWorld
{
    public void Stepped(LayerProcess process, LayerInput input, StepOutput output)
    {
        foreach (var notice in output.Notices) Noticed(process, notice);
        var leads = output.Events.Count + output.Commands.Count + output.Effects.Count + output.Cancellations.Count;
        if (leads == 0) return;
        var events = string.Join(", ", output.Events.Select(e => $"{e.Stream}:{e.Body.GetType().Name}"));
        var commands = string.Join(", ", output.Commands.Select(c => $"{c.Destination}<-{c.Body.GetType().Name}"));
        var effects = string.Join(", ", output.Effects.Select(e => $"{e.Stream}/{e.Key}#{e.Run}"));
        Tell(process.Name, $"{Describe(input)} => [{events}] [{commands}] [{effects}]");
    }

    private void Noticed(LayerProcess process, LayerNotice notice)
    {
        Counts.Note($"notices: {notice.Kind}");
        Tell(process.Name, $"notice {notice.Kind} {notice.Subject}: {notice.Reason}");
        if (notice.Kind == NoticeKind.Degraded) return;
        throw new SimulationViolation(
            "no defects", $"{process.Name}: {notice.Kind} {notice.Subject}: {notice.Reason}", [notice.Subject]);
    }

    private static string Describe(LayerInput input) => input switch
    {
        LayerInput.Commanded commanded => $"command {commanded.Command.Body} {commanded.Command.Context.Id}",
        LayerInput.Observed observed => $"{observed.Batch.Log} {observed.Batch.First}..{observed.Batch.Last}",
        LayerInput.Announced announced => $"{announced.Head.Log} at {announced.Head.Head}",
        LayerInput.Returned returned => $"run #{returned.Run} returned {Outcome(returned.Result)}",
        LayerInput.Reported reported => $"report {reported.Report.GetType().Name}",
        _ => "tick",
    };

    private static string Outcome(object result) => result switch
    {
        Ci2.Calls.DriverAnswer.Acted acted => $"Acted {acted.Outcome} {acted.Reason}",
        Ci2.Calls.DriverAnswer.Failed failed => $"Failed {failed.Outcome} {failed.Reason}",
        Ci2.Calls.DriverAnswer.WatchEnded ended => $"WatchEnded {ended.Reason}",
        _ => result.GetType().Name,
    };
}
