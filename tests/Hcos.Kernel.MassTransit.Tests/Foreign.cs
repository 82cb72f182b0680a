using Hcos.Kernel.Messages;

namespace Hcos.Kernel.MassTransit.Tests;

/// <summary>A message under a name of the conformance suite's, of a shape that cannot be read from it.</summary>
[MessageName("probe.do.v1")]
public sealed record ForeignDo(int Number, IReadOnlyList<int> Probe) : ICommand;

/// <summary>The same for an event.</summary>
[MessageName("probe.done.v1")]
public sealed record ForeignDone(int Number, IReadOnlyList<int> Probe) : IEvent;
