namespace Hcos.Bsl.Placement;

/// <summary>What placing several requests together answers: all of them have a place, or none.</summary>
/// <param name="IsPlaced">Whether all have one.</param>
/// <param name="Outcomes">One for each request, in their order; none when not all can be placed.</param>
/// <param name="Failed">Which request found no place in the attempt that came furthest; -1 when all have one.</param>
/// <param name="Tried">How many times a request was tried on the table.</param>
/// <param name="IsExhausted">Whether the bound of tries ended the search before all ways were tried.</param>
public sealed record GroupOutcome(
    bool IsPlaced, IReadOnlyList<PlacementOutcome> Outcomes, int Failed, int Tried, bool IsExhausted);
