using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

/// <summary>
/// Estates of many blocks of rows, where a choice passes over most of them: it must still be the winner of the whole
/// decision, and both must agree with what is explained of every host.
/// </summary>
public sealed class LargeEstateTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_choice_is_the_winner_of_the_decision_while_the_estate_fills(int seed)
    {
        var (table, random) = (InPlaces(seed), new Random(seed));
        var keys = table.Keys.ToArray();
        PlacementPolicy all = new(
            "all", [.. Enum.GetValues<Objective>().Select(objective => new ObjectiveWeight(objective, 1f / 11))]);
        PlacementPolicy against = new(
            "against", [new(Objective.Balance, -0.5f), new(Objective.Disk, 1f), new(Objective.Balance, 0.25f)]);
        foreach (var policy in PlacementPolicy.Known.Append(all).Append(against))
        {
            for (var i = 0; i < 8; i++)
            {
                var request = Among(keys, Request(random.Next()), random);
                var outcome = PlacementEngine.Place(request, table, policy);
                var chosen = PlacementEngine.Choose(request, table, policy);
                Assert.Equal(outcome.Decision?.Host, chosen?.Host);
                Assert.Equal(outcome.Decision?.Environment, chosen?.Environment);
                var left = table.Count - outcome.Rejected.Sum(reason => reason.Count);
                Assert.Equal(Math.Min(left, policy.Best), outcome.Decision?.Best.Count ?? 0);
                if (chosen is not { } key) continue;
                var why = PlacementEngine.Explain(key, request, table, policy);
                Assert.Equal((1, outcome.Decision!.Best[0].Score), (why.Rank, why.Score!.Score));
                table.Claim(key, outcome.Amount);
            }
        }
    }

    private static CandidateTable InPlaces(int seed)
    {
        var table = Drawn(seed, 2_500);
        for (var row = 0; row < table.Count; row++)
        {
            table.Put(table.At(row) with { Domains = new($"z{row % 3}", $"p{row / 200}", $"c{row / 20}") });
        }

        return table;
    }

    private static PlacementRequest Among(CandidateKey[] keys, PlacementRequest request, Random random)
    {
        List<KeyValuePair<CandidateKey, int>> Members() =>
            [.. Enumerable.Range(0, 3).Select(_ => KeyValuePair.Create(keys[random.Next(keys.Length)], 1))];
        return request with
        {
            Group = random.Next(2) == 0 ? [] : Members(),
            Rules =
            [
                .. Enumerable.Range(0, random.Next(4)).Select(number => new GroupRule(
                    $"g{number}", random.Next(2) == 0, (DomainLevel)random.Next(4), random.Next(2) == 0, Members())),
            ],
            Former = keys[random.Next(keys.Length)],
        };
    }
}
