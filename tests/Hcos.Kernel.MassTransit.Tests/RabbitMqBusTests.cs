using Hcos.Kernel.Conformance.Bus;

namespace Hcos.Kernel.MassTransit.Tests;

[Trait("Needs", "rabbitmq")]
public sealed class RabbitMqBusTests : MessageBusConformance<RabbitMqBusFixture>;

[Trait("Needs", "rabbitmq")]
public sealed class RabbitMqBusQuestionTests : BusQuestionConformance<RabbitMqBusFixture>;

[Trait("Needs", "rabbitmq")]
public sealed class RabbitMqBusFaultTests : BusFaultConformance<RabbitMqBusFixture>;

[Trait("Needs", "rabbitmq")]
public sealed class RabbitMqBusVersionTests : BusVersionConformance<RabbitMqBusFixture>;
