using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 3: a command that arrives twice is carried out once: its id is answered by one decision. Once the id is forgotten, a
/// late double may be told that it is so already, or that it came too late.
/// </summary>
internal sealed class CommandsAreAnsweredOnce : Invariant
{
    private readonly Dictionary<(string Log, Guid Command), RecordedEvent> _answered = [];

    public override string Name => "3: a command is answered once";

    public override void Committed(RecordedEvent happened)
    {
        if (happened is not { SettlesUntil: not null, Context.Causation: { } command }) return;
        if (_answered.TryAdd((happened.Log, command), happened)) return;
        var first = _answered[(happened.Log, command)];
        // One decision may be several events of one step.
        if (first.Stream == happened.Stream && first.Time == happened.Time && first.Epoch == happened.Epoch) return;
        var isLate = happened.Body is CommandSettled { Code: SettledCodes.Already or SettledCodes.Expired }
            && happened.Time > first.SettlesUntil;
        if (!isLate) Violated($"{happened.Log} answered {command} again by {happened.Body}", command, happened.Stream);
    }
}
