using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

public sealed class PreemptionTests
{
    private static readonly PlacementPolicy Allowed = PlacementPolicy.Balanced with { MayPreempt = true };

    private static Victim On(string id, int priority, long vcpus) => new(id, priority, new(vcpus, Gib, 0));

    private static Preemption? Preempt(
        PlacementRequest request, Dictionary<string, Victim[]> running, PlacementPolicy? policy = null)
    {
        var table = Of([.. running.Keys.Select(host => Host(host))]);
        foreach (var (host, victims) in running)
        {
            foreach (var victim in victims) table.Claim(Key(1, host), victim.Amount);
        }

        return PlacementEngine.Preempt(
            request,
            table,
            running.ToDictionary(pair => Key(1, pair.Key), pair => (IReadOnlyList<Victim>)pair.Value),
            policy ?? Allowed);
    }

    [Fact]
    public void The_lowest_priority_goes_first_then_the_fewest_then_the_least()
    {
        var found = Preempt(new(8, Gib) { Priority = 10 }, new()
        {
            ["a"] = [On("a1", 5, 16)],
            ["b"] = [On("b1", 1, 4), On("b2", 1, 4), On("b3", 1, 4), On("b4", 1, 4)],
            ["c"] = [On("c1", 1, 10), On("c2", 1, 6)],
            ["d"] = [On("d1", 1, 9), On("d2", 1, 7)],
        });

        Assert.Equal("d", found?.Key.Host);
        Assert.Equal(["d1"], found?.Victims.Select(victim => victim.Id));
        Assert.True(found?.IsLeast);
    }

    [Fact]
    public void Nothing_of_the_same_or_a_higher_priority_goes() => Assert.Null(
        Preempt(new(8, Gib) { Priority = 5 }, new() { ["a"] = [On("a1", 5, 8), On("a2", 6, 8)] }));

    [Fact]
    public void Nothing_goes_where_the_policy_does_not_allow_it() => Assert.Null(Preempt(
        new(8, Gib) { Priority = 5 }, new() { ["a"] = [On("a1", 1, 16)] }, PlacementPolicy.Balanced));

    [Fact]
    public void Nothing_goes_where_there_is_room() => Assert.Null(
        Preempt(new(8, Gib) { Priority = 5 }, new() { ["a"] = [On("a1", 1, 8)] }));

    [Fact]
    public void Of_many_victims_enough_go_and_it_is_said_that_not_all_sets_were_looked_at()
    {
        var many = Enumerable.Range(0, 16).Select(i => On($"v{i:d2}", 1, 1)).ToArray();

        var found = Preempt(new(3, Gib) { Priority = 5 }, new() { ["a"] = many });

        Assert.Equal(3, found?.Victims.Count);
        Assert.False(found?.IsLeast);
    }
}
