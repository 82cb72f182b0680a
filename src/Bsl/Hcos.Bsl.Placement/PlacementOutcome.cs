using Hcos.Contracts.Arml;
using Hcos.Contracts.Bsl;

namespace Hcos.Bsl.Placement;

/// <summary>What placement answers.</summary>
/// <param name="Decision">The chosen place with everything it rests on; null when no candidate can be chosen.</param>
/// <param name="Amount">What the server takes there.</param>
/// <param name="Considered">How many candidates there were.</param>
/// <param name="Rejected">How many candidates each reason rejected, the most frequent first.</param>
public sealed record PlacementOutcome(
    PlacementDecision? Decision, Capacity Amount, int Considered, IReadOnlyList<RejectionCount> Rejected);

/// <summary>Why a candidate was chosen or not.</summary>
/// <param name="Key">Which candidate.</param>
/// <param name="Reason">Why it cannot be chosen; <see cref="Rejection.None"/> when it can.</param>
/// <param name="IsKnown">Whether it is a candidate at all.</param>
/// <param name="Rank">From 1, among those that can be chosen; 0 when it cannot.</param>
/// <param name="Score">Its score with the parts; null when it cannot be chosen.</param>
/// <param name="Free">What was free there.</param>
/// <param name="Needed">What would be needed there.</param>
public sealed record Explanation(
    CandidateKey Key,
    Rejection Reason,
    bool IsKnown,
    int Rank,
    ScoredCandidate? Score,
    Capacity Free,
    Capacity Needed);
