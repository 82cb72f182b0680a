using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Candidates;

/// <summary>A host is told anew, as ARML's log has it.</summary>
[MessageName("bsl.candidate-noted.v1")]
internal sealed record CandidateNoted(HostCapacityChanged Host) : IEvent;

/// <summary>A host is no candidate any more.</summary>
[MessageName("bsl.candidate-lost.v1")]
internal sealed record CandidateLost(EnvironmentId Environment, string Host) : IEvent;

/// <summary>What an environment offers is told anew; null when it offers nothing any more.</summary>
[MessageName("bsl.offer-noted.v1")]
internal sealed record OfferNoted(EnvironmentId Environment, EnvironmentOfferChanged? Offer) : IEvent;

/// <summary>Somebody else claimed something on a host.</summary>
[MessageName("bsl.claim-noted.v1")]
internal sealed record ClaimNoted(ClaimId Claim, EnvironmentId Environment, string Host, Capacity Amount) : IEvent;

/// <summary>What somebody else claimed is free again.</summary>
[MessageName("bsl.claim-lost.v1")]
internal sealed record ClaimLost(ClaimId Claim, EnvironmentId Environment, string Host, Capacity Amount) : IEvent;
