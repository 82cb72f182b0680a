using Hcos.Kernel.Conformance.Bus;

namespace Hcos.Kernel.MassTransit.Tests;

public sealed class InMemoryBusTests : MessageBusConformance<InMemoryBusFixture>;

public sealed class InMemoryBusQuestionTests : BusQuestionConformance<InMemoryBusFixture>;

public sealed class InMemoryBusFaultTests : BusFaultConformance<InMemoryBusFixture>;

public sealed class InMemoryBusVersionTests : BusVersionConformance<InMemoryBusFixture>;
