namespace Hcos.Bsl.Placement;

public static partial class PlacementEngine
{
    /// <summary>How many placements a group may cost beyond one for each request, before it is given up.</summary>
    public const int MostRepairs = 2_000;

    /// <summary>
    /// Places several requests, all or none; the table stays as it was. The largest goes first; where one finds no
    /// place, the one before is moved to its next best place, and so on, within <see cref="MostRepairs"/>. What is
    /// placed counts at once for the groups of the others, by <see cref="PlacementRequest.Joins"/>.
    /// </summary>
    public static GroupOutcome PlaceGroup(
        IReadOnlyList<PlacementRequest> requests, CandidateTable candidates, PlacementPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(candidates);
        return new GroupSearch(requests, candidates, policy ?? PlacementPolicy.Default).Run();
    }
}
