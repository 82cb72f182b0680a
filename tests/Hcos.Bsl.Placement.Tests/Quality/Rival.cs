using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement.Tests.Quality;

/// <summary>A way to choose a host that others use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Choose">The row of the chosen host; negative when it finds none.</param>
internal sealed record Rival(string Name, Func<CandidateTable, Capacity, int> Choose)
{
    /// <summary>All of them; those that draw draw from the seed.</summary>
    public static IReadOnlyList<Rival> All(int seed)
    {
        var random = new Random(seed);
        return
        [
            Ours(PlacementPolicy.Consolidated),
            Ours(PlacementPolicy.Balanced),
            Scoring("first fit", (_, _, row) => -row),
            Scoring("best fit", (used, _, _) => used.Vcpus + used.Memory),
            Scoring("worst fit", (used, _, _) => -(used.Vcpus + used.Memory)),
            Scoring("random", (_, _, _) => random.NextDouble()),
            // NodeResourcesFit with LeastAllocated, or MostAllocated, and NodeResourcesBalancedAllocation, of equal
            // weight: percent of what is free, or used, in the mean, and 1 less the deviation of both shares.
            Scoring("kubernetes, least allocated", (used, _, _) => 2 - used.Vcpus - used.Memory + (2 * Even(used))),
            Scoring("kubernetes, most allocated", (used, _, _) => used.Vcpus + used.Memory + (2 * Even(used))),
            // ScoreFitBinPack, after "BestFit v3": 20 less 10 to the power of each free share.
            Scoring("nomad, binpack", (used, _, _) =>
                20 - Math.Pow(10, 1 - used.Vcpus) - Math.Pow(10, 1 - used.Memory)),
        ];
    }

    public static bool IsOurs(string name) => name.StartsWith("ours", StringComparison.Ordinal);

    public static bool IsConsolidating(string name) => name == NameOf(PlacementPolicy.Consolidated);

    public static Rival Ours(PlacementPolicy policy) => new(
        NameOf(policy),
        (table, size) => PlacementEngine.Choose(new(size.Vcpus, size.MemoryBytes), table, policy) is { } key
            ? table.RowOf(key)
            : -1);

    /// <summary>The host of the highest score; of equal ones the first.</summary>
    public static Rival Scoring(
        string name, Func<(double Vcpus, double Memory), Candidate, int, double> score) => new(name, (table, size) =>
    {
        var (best, most) = (-1, double.NegativeInfinity);
        for (var row = 0; row < table.Count; row++)
        {
            var left = table.FreeAt(row) - size;
            if (left.Vcpus < 0 || left.MemoryBytes < 0) continue;
            var total = table.At(row).Total;
            var used = (1 - ((double)left.Vcpus / total.Vcpus), 1 - ((double)left.MemoryBytes / total.MemoryBytes));
            var found = score(used, table.At(row), row);
            if (found > most) (best, most) = (row, found);
        }

        return best;
    });

    private static string NameOf(PlacementPolicy policy) => $"ours, {policy.Version}";

    private static double Even((double Vcpus, double Memory) used) => 1 - (Math.Abs(used.Vcpus - used.Memory) / 2);
}
