using Hcos.Kernel.Conformance.Bus;

namespace Hcos.Kernel.Tests.Bus;

public sealed class SimulatedBusTests : MessageBusConformance<SimulatedBusFixture>;

public sealed class SimulatedBusQuestionTests : BusQuestionConformance<SimulatedBusFixture>;

public sealed class SimulatedBusFaultTests : BusFaultConformance<SimulatedBusFixture>;

public sealed class SimulatedBusVersionTests : BusVersionConformance<SimulatedBusFixture>;
