using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance.Bus;

public readonly record struct ProbeId(Guid Value) : ITypedId<ProbeId>
{
    public static ProbeId From(Guid value) => new(value);
}

public enum ProbeColour
{
    Red,
    VeryDarkBlue,
}

[MessageName("probe.do.v1")]
public sealed record DoProbe(int Number, ProbeId Probe, string? Text = null) : ICommand;

[MessageName("probe.note.v1")]
public sealed record NoteProbe(int Number) : ICommand;

[MessageName("probe.done.v1")]
public sealed record ProbeDone(
    int Number, ProbeId Probe, ProbeColour Colour, DateTimeOffset At, IReadOnlyList<string> Words) : IEvent;

[MessageName("probe.get.v1")]
public sealed record GetProbe(int Number) : IQuestion<ProbeAnswer?>;

public sealed record ProbeAnswer(int Number, ProbeId Probe, IReadOnlyList<string> Words);
