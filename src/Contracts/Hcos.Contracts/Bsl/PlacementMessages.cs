using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Bsl;

/// <summary>
/// Why is a server where it is, and why not there? Answered by deciding again, from BSL's own log as it stood then.
/// </summary>
/// <param name="Server">Which.</param>
/// <param name="Round">Which round of its placement, from 1.</param>
/// <param name="Host">Native id or name of a host that was not chosen; null when only the decision is asked for.</param>
[MessageName("bsl.explain-placement.v1")]
public sealed record ExplainPlacement(ServerId Server, int Round, string? Host) : IQuestion<PlacementExplanation>;

/// <summary>A decision of the past, decided again.</summary>
/// <param name="Code">Why it cannot be explained: <c>missing</c>, <c>other-engine</c>; null when it can.</param>
/// <param name="Reason">The same for people.</param>
/// <param name="IsIdentical">Whether deciding again gives the same decision to the last bit.</param>
/// <param name="Decision">The decision as it is decided again.</param>
/// <param name="Hosts">What it says of the host that was asked after; several where hosts share the name.</param>
public sealed record PlacementExplanation(
    string? Code,
    string? Reason,
    bool IsIdentical,
    PlacementDecision? Decision,
    IReadOnlyList<HostVerdict> Hosts);

/// <summary>What a decision says of one host.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Host">Native id of the host.</param>
/// <param name="HostName">Its name.</param>
/// <param name="Code">
/// <c>chosen</c>, <c>lower-score</c>, or the reason for which it was rejected, as in <see cref="RejectionCount"/>.
/// </param>
/// <param name="Reason">The same for people, with amounts.</param>
/// <param name="Rank">From 1, among those that could be chosen; 0 when it could not.</param>
/// <param name="Score">Its score with the parts; null when it could not be chosen.</param>
/// <param name="Free">What was free there.</param>
/// <param name="Needed">What the server would have taken there.</param>
public sealed record HostVerdict(
    EnvironmentId Environment,
    string Host,
    string HostName,
    string Code,
    string Reason,
    int Rank,
    ScoredCandidate? Score,
    Capacity Free,
    Capacity Needed);
