using Hcos.Contracts.Arml;
using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

public sealed class PlacementTests
{
    private static string? Chosen(PlacementRequest request, CandidateTable table) =>
        PlacementEngine.Place(request, table).Decision?.Host;

    private static Rejection WhyNot(string host, PlacementRequest request, CandidateTable table, int environment = 1)
    {
        var outcome = PlacementEngine.Place(request, table);
        var why = PlacementEngine.Explain(Key(environment, host), request, table);
        Assert.True(why.IsKnown);
        Assert.Equal(why.Reason != Rejection.None, outcome.Decision?.Host != host);
        Assert.Contains(outcome.Rejected, count => count.Reason == why.Reason.Code());
        return why.Reason;
    }

    [Fact]
    public void The_emptier_host_is_chosen()
    {
        var table = Of(Host("a"), Host("b"));
        table.Claim(Key(1, "a"), new(8, 0, 0));

        Assert.Equal("b", Chosen(Small, table));
    }

    [Fact]
    public void The_scarcer_of_processors_and_memory_counts()
    {
        var table = Of(Host("a"), Host("b"));
        table.Claim(Key(1, "a"), new(0, 60 * Gib, 0));
        table.Claim(Key(1, "b"), new(8, 32 * Gib, 0));

        Assert.Equal("b", Chosen(Small, table));
    }

    [Fact]
    public void Of_equal_hosts_the_one_with_the_smaller_key_is_chosen()
    {
        Assert.Equal("a", Chosen(Small, Of(Host("c"), Host("a"), Host("b"))));
        var decision = PlacementEngine.Place(Small, Of(Host("a", environment: 2), Host("z", environment: 1))).Decision;
        Assert.Equal("z", decision?.Host);
    }

    [Fact]
    public void Servers_of_a_group_are_spread_over_hosts()
    {
        var table = Of(Host("a"), Host("b"));
        table.Claim(Key(1, "b"), new(4, 16 * Gib, 0));
        var request = Small with { Group = [new(Key(1, "a"), 1)] };

        Assert.Equal("a", Chosen(Small, table));
        Assert.Equal("b", Chosen(request, table));
    }

    [Fact]
    public void A_group_shares_a_host_where_nothing_else_is_possible()
    {
        var request = Small with { Group = [new(Key(1, "a"), 3)] };

        Assert.Equal("a", Chosen(request, Of(Host("a"))));
    }

    [Fact]
    public void More_free_disk_decides_between_otherwise_equal_hosts()
    {
        var table = Of(Host("a"), Host("b"));
        table.Claim(Key(1, "a"), new(0, 0, 500 * Gib));

        Assert.Equal("b", Chosen(Small, table));
    }

    [Fact]
    public void A_pinned_request_stays_in_its_environment()
    {
        var table = Of(Host("a"), Host("b", environment: 2));
        var request = Small with { Environment = Environment(2) };

        Assert.Equal("b", Chosen(request, table));
        Assert.Equal(Rejection.Environment, WhyNot("a", request, table));
    }

    [Fact]
    public void An_unusable_host_is_not_chosen() =>
        Assert.Equal(Rejection.NotUsable, WhyNot("a", Small, Of(Host("a", isUsable: false), Host("b"))));

    [Fact]
    public void A_host_that_refused_is_not_chosen_again() => Assert.Equal(
        Rejection.Refused, WhyNot("a", Small with { Refused = [Key(1, "a")] }, Of(Host("a"), Host("b"))));

    [Fact]
    public void An_image_that_is_not_there_rejects_all_hosts_of_the_environment() =>
        Assert.Equal(Rejection.ImageMissing, WhyNot("a", Small with { Image = "other" }, Of(Host("a"))));

    [Fact]
    public void A_network_that_is_not_there_rejects_all_hosts_of_the_environment() =>
        Assert.Equal(Rejection.NetworkMissing, WhyNot("a", Small with { Network = "other" }, Of(Host("a"))));

    [Fact]
    public void A_disk_smaller_than_the_image_is_rejected() =>
        Assert.Equal(Rejection.DiskTooSmall, WhyNot("a", Small with { DiskBytes = Gib }, Of(Host("a"))));

    [Theory]
    [InlineData(16, Rejection.None)]
    [InlineData(17, Rejection.Vcpus)]
    public void The_last_free_processor_can_be_had_and_no_more(long vcpus, Rejection expected)
    {
        var table = Of(Host("a"), Host("full", vcpus: 0));

        Assert.Equal(expected, PlacementEngine.Explain(Key(1, "a"), Small with { Vcpus = vcpus }, table).Reason);
    }

    [Theory]
    [InlineData(0, Rejection.None)]
    [InlineData(1, Rejection.Memory)]
    public void The_last_free_byte_of_memory_can_be_had_and_no_more(long more, Rejection expected) => Assert.Equal(
        expected,
        PlacementEngine.Explain(Key(1, "a"), Small with { MemoryBytes = (64 * Gib) + more }, Of(Host("a"))).Reason);

    [Theory]
    [InlineData(0, Rejection.None)]
    [InlineData(1, Rejection.Disk)]
    public void The_last_free_byte_of_disk_can_be_had_and_no_more(long more, Rejection expected) => Assert.Equal(
        expected,
        PlacementEngine.Explain(Key(1, "a"), Small with { DiskBytes = (1000 * Gib) + more }, Of(Host("a"))).Reason);

    [Fact]
    public void Without_a_disk_size_the_image_says_how_much_is_taken()
    {
        Assert.Equal(new Capacity(1, Gib, 2 * Gib), PlacementEngine.Place(Small, Of(Host("a"))).Amount);
        Assert.Equal(Rejection.Disk, WhyNot("a", Small, Of(Host("a", diskGib: 1))));
    }

    [Fact]
    public void Without_an_image_no_disk_is_taken()
    {
        var outcome = PlacementEngine.Place(new(1, Gib, 50 * Gib), Of(Host("a", diskGib: 0)));

        Assert.Equal(new Capacity(1, Gib, 0), outcome.Amount);
        Assert.Equal("a", outcome.Decision?.Host);
    }

    [Fact]
    public void Without_a_disk_an_overcommitted_pool_does_not_matter()
    {
        var table = Of(Host("a"));
        table.Claim(Key(1, "a"), new(0, 0, 2000 * Gib));

        Assert.Equal("a", Chosen(new(1, Gib), table));
    }

    [Fact]
    public void No_candidates_is_an_answer_too()
    {
        var outcome = PlacementEngine.Place(Small, new CandidateTable());

        Assert.Null(outcome.Decision);
        Assert.Equal(0, outcome.Considered);
        Assert.Empty(outcome.Rejected);
    }
}
