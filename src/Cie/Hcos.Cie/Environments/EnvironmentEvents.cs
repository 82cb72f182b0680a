using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Cie.Environments;

/// <summary>The test that a proposal waits for; its identity is the identity of the command.</summary>
[MessageName("cie.environment-test-owed.v1")]
internal sealed record EnvironmentTestOwed(EnvironmentId Environment, Guid Task, DateTimeOffset Deadline) : IEvent;
