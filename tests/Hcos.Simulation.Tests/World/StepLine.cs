using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.World;

/// <summary>A step of a layer that led to something: what came in, and what left.</summary>
internal sealed class StepLine(LayerInput? input, StepOutput output)
{
    /// <summary>Ids follow from what caused them: they stand for everything that led here.</summary>
    public TraceHash AddTo(TraceHash hash)
    {
        foreach (var happened in output.Events)
        {
            hash = hash.With((ulong)happened.Position).With(happened.Stream).With(happened.Body.GetType().Name)
                .With(happened.Context.Id).With(happened.Context.Causation ?? Guid.Empty);
        }

        foreach (var command in output.Commands)
        {
            hash = hash.With(command.Destination).With(command.Context.Id).With((ulong)command.NotAfter.UtcTicks);
        }

        foreach (var effect in output.Effects) hash = hash.With((ulong)effect.Run).With(effect.Stream).With(effect.Key);
        foreach (var run in output.Cancellations) hash = hash.With((ulong)run);
        return hash;
    }

    public override string ToString()
    {
        var events = string.Join(", ", output.Events.Select(e => $"{e.Stream}:{Named(e.Body)}"));
        var commands = string.Join(", ", output.Commands.Select(c => $"{c.Destination}<-{c.Body.GetType().Name}"));
        var effects = string.Join(", ", output.Effects.Select(e => $"{e.Stream}/{e.Key}#{e.Run}"));
        return $"{Describe()} => [{events}] [{commands}] [{effects}]";
    }

    private static string Named(IEvent happened) => happened switch
    {
        CommandSettled settled => $"CommandSettled {settled.Command} {settled.Code}",
        ITaskEnded ended => $"{ended.GetType().Name} {ended.Outcome} {ended.Code}",
        _ => happened.GetType().Name,
    };

    private string Describe() => input switch
    {
        LayerInput.Commanded commanded => $"command {commanded.Command.Body} {commanded.Command.Context.Id}",
        LayerInput.Submitted submitted => $"submitted {submitted.Command} {submitted.Context.Id}",
        LayerInput.Observed observed => $"{observed.Batch.Log} {observed.Batch.First}..{observed.Batch.Last}",
        LayerInput.Announced announced => $"{announced.Head.Log} at {announced.Head.Head}",
        LayerInput.Returned returned => $"run #{returned.Run} returned {Outcome(returned.Result)}",
        LayerInput.Reported reported => $"report {reported.Report.GetType().Name}",
        null => "begins",
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
