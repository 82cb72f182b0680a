using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Bsl;

/// <summary>
/// Why is a server where it is, and why not there? Answered by deciding again, from BSL's own log as it stood then.
/// </summary>
/// <param name="Server">Which.</param>
/// <param name="Round">Which round of its placement, from 1.</param>
/// <param name="Host">Native id or name of a host that was not chosen; null for the decision alone.</param>
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

/// <summary>A placement decision, complete enough to be explained and replayed exactly.</summary>
/// <param name="Engine">Version of the placement engine.</param>
/// <param name="Policy">Version of the policy.</param>
/// <param name="InputPosition">The position in BSL's log up to which candidates were known.</param>
/// <param name="Environment">The chosen environment.</param>
/// <param name="Host">Native id of the chosen host.</param>
/// <param name="HostName">Its name.</param>
/// <param name="Considered">How many candidates there were.</param>
/// <param name="Best">The winner and the runners-up, best first, with the parts of their scores.</param>
/// <param name="Rejected">How many candidates each reason rejected.</param>
public sealed record PlacementDecision(
    string Engine,
    string Policy,
    long InputPosition,
    EnvironmentId Environment,
    string Host,
    string HostName,
    int Considered,
    IReadOnlyList<ScoredCandidate> Best,
    IReadOnlyList<RejectionCount> Rejected);

/// <summary>A candidate with its score.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Host">Native id of the host.</param>
/// <param name="HostName">Its name.</param>
/// <param name="Score">The weighted sum, 0..1.</param>
/// <param name="Parts">The weighted share of each objective.</param>
public sealed record ScoredCandidate(
    EnvironmentId Environment, string Host, string HostName, double Score, IReadOnlyList<ScorePart> Parts);

/// <summary>The share of one objective in a score.</summary>
public sealed record ScorePart(string Objective, double Weight, double Value);

/// <summary>How many candidates one reason rejected.</summary>
public sealed record RejectionCount(string Reason, int Count);

/// <summary>The host that comes nearest to having room for what fits nowhere.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Host">Native id of the host.</param>
/// <param name="HostName">Its name.</param>
/// <param name="Lacking">What it lacks, by dimension; sizes in bytes.</param>
/// <param name="Largest">The largest of the same shape that would fit there; nothing when none would.</param>
public sealed record NearestHost(
    EnvironmentId Environment,
    string Host,
    string HostName,
    IReadOnlyList<LackingAmount> Lacking,
    Capacity Largest);

/// <summary>How much is lacking of a dimension.</summary>
public sealed record LackingAmount(string Dimension, long Amount);
