using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Cie.Environments;

/// <summary>The test that a proposal waits for; its identity is the identity of the command.</summary>
[MessageName("cie.environment-test-owed.v1")]
internal sealed record EnvironmentTestOwed(EnvironmentId Environment, Guid Task, DateTimeOffset Deadline) : IEvent;

/// <summary>ARML holds a claim there.</summary>
[MessageName("cie.claim-noted.v1")]
internal sealed record ClaimNoted(EnvironmentId Environment, ClaimId Claim) : IEvent;

/// <summary>ARML has released a claim there.</summary>
[MessageName("cie.claim-dropped.v1")]
internal sealed record ClaimDropped(EnvironmentId Environment, ClaimId Claim) : IEvent;
