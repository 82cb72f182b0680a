using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

/// <summary>One host that fails for one reason, beside one that does not.</summary>
public sealed class FilterTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static void Rejects(Rejection expected, Candidate bad, PlacementRequest request, Candidate? good = null)
    {
        var table = Of(bad, good ?? Host("good"));

        var outcome = PlacementEngine.Place(request, table);

        Assert.Equal(expected, PlacementEngine.Explain(bad.Key, request, table).Reason);
        Assert.Equal("good", outcome.Decision?.Host);
        Assert.Equal("good", PlacementEngine.Choose(request, table)?.Host);
        Assert.Equal([(expected.Code(), 1)], outcome.Rejected.Select(count => (count.Reason, count.Count)));
    }

    [Fact]
    public void Environments_that_are_not_allowed_are_left_alone() => Rejects(
        Rejection.Environment, Host("bad", environment: 2), Small with { Allowed = [Environment(1), Environment(3)] });

    [Fact]
    public void A_host_that_was_not_seen_lately_gets_nothing() => Rejects(
        Rejection.Stale,
        Host("bad") with { SeenAt = Noon.AddSeconds(-1) },
        Small with { SeenSince = Noon },
        Host("good") with { SeenAt = Noon });

    [Fact]
    public void A_host_in_maintenance_gets_nothing() =>
        Rejects(Rejection.Maintenance, Host("bad") with { IsInMaintenance = true }, Small);

    [Fact]
    public void A_host_that_is_closed_to_the_tenant_gets_nothing_of_it() => Rejects(
        Rejection.Access,
        Host("bad") with { Tenants = ["other"] },
        Small with { Tenant = "mine" },
        Host("good") with { Tenants = ["mine", "other"] });

    [Fact]
    public void A_host_that_is_open_to_nobody_gets_nothing_and_one_open_to_everybody_does() => Rejects(
        Rejection.Access, Host("bad") with { Tenants = [] }, Small with { Tenant = "mine" });

    [Fact]
    public void Processors_must_be_of_the_wanted_architecture() => Rejects(
        Rejection.Architecture,
        Host("bad") with { Architecture = "arm64" },
        Small with { Architecture = "x86-64" },
        Host("good") with { Architecture = "x86-64" });

    [Fact]
    public void Every_wanted_ability_must_be_there() => Rejects(
        Rejection.Ability,
        Host("bad") with { Abilities = ["one"] },
        Small with { Abilities = ["one", "two"] },
        Host("good") with { Abilities = ["two", "three", "one"] });

    [Fact]
    public void Every_wanted_label_must_be_there_with_its_value() => Rejects(
        Rejection.Label,
        Host("bad") with { Labels = [new("disk", "slow")] },
        Small with { Labels = [new("disk", "fast")] },
        Host("good") with { Labels = [.. Enumerable.Range(0, 70).Select(Label), new("disk", "fast")] });

    [Fact]
    public void A_name_that_no_host_has_rejects_all()
    {
        var table = Of(Host("a"), Host("b") with { Labels = [new("x", "y")] });

        Assert.Equal(2, CountOf(Rejection.Label, Small with { Labels = [new("x", "z")] }, table));
        Assert.Equal(2, CountOf(Rejection.Ability, Small with { Abilities = ["none"] }, table));
        Assert.Equal(2, CountOf(Rejection.Architecture, Small with { Architecture = "none" }, table));
        Assert.Equal(0, CountOf(Rejection.Access, Small with { Tenant = "unheard" }, table));
    }

    [Theory]
    [InlineData(3, Rejection.None)]
    [InlineData(4, Rejection.Ports)]
    public void The_last_free_network_card_can_be_had_and_no_more(long ports, Rejection expected)
    {
        var table = Of(Host("a") with { Further = [new(Dimensions.Ports, 4)] });
        table.Claim(Key(1, "a"), default, [new(Dimensions.Ports, 1)]);

        var request = Small with { Further = [new(Dimensions.Ports, ports)] };

        Assert.Equal(expected, PlacementEngine.Explain(Key(1, "a"), request, table).Reason);
    }

    [Fact]
    public void Network_cards_that_nobody_counts_are_without_limit_and_other_dimensions_are_not()
    {
        var table = Of(Host("a"));
        var cards = Small with { Further = [new(Dimensions.Ports, 1_000)] };
        var made = Small with { Further = [new("accelerators", 1)] };

        Assert.Equal(Rejection.None, PlacementEngine.Explain(Key(1, "a"), cards, table).Reason);
        Assert.Equal(Rejection.Further, PlacementEngine.Explain(Key(1, "a"), made, table).Reason);
        table.Put(Host("a") with { Further = [new("accelerators", 2)] });
        Assert.Equal(Rejection.None, PlacementEngine.Explain(Key(1, "a"), made, table).Reason);
        table.Claim(Key(1, "a"), default, [new("accelerators", 2)]);
        Assert.Equal(Rejection.Further, PlacementEngine.Explain(Key(1, "a"), made, table).Reason);
        table.Release(Key(1, "a"), default, [new("accelerators", 2)]);
        Assert.Equal(2, table.FreeAt(0, "accelerators"));
    }

    [Theory]
    [InlineData(DomainLevel.Host, new[] { "b", "c", "d" })]
    [InlineData(DomainLevel.Cluster, new[] { "c", "d" })]
    [InlineData(DomainLevel.Zone, new[] { "d" })]
    public void A_group_that_must_be_avoided_closes_its_places(DomainLevel level, string[] open)
    {
        var rule = new GroupRule("g", IsTogether: false, level, IsHard: true, [new(Key(1, "a"), 1)]);

        Assert.Equal(open, Open(Small with { Rules = [rule] }, Zoned()));
        Assert.Equal(4 - open.Length, CountOf(Rejection.AntiAffinity, Small with { Rules = [rule] }, Zoned()));
    }

    [Theory]
    [InlineData(DomainLevel.Host, new[] { "a" })]
    [InlineData(DomainLevel.Cluster, new[] { "a", "b" })]
    [InlineData(DomainLevel.Zone, new[] { "a", "b", "c" })]
    public void A_group_that_must_be_joined_closes_all_other_places(DomainLevel level, string[] open)
    {
        var rule = new GroupRule("g", IsTogether: true, level, IsHard: true, [new(Key(1, "a"), 1)]);

        Assert.Equal(open, Open(Small with { Rules = [rule] }, Zoned()));
        Assert.Equal(4 - open.Length, CountOf(Rejection.Affinity, Small with { Rules = [rule] }, Zoned()));
    }

    [Fact]
    public void A_group_that_is_nowhere_yet_binds_nobody()
    {
        var rule = new GroupRule("g", IsTogether: true, DomainLevel.Zone, IsHard: true, []);

        Assert.Equal(["a", "b", "c", "d"], Open(Small with { Rules = [rule] }, Zoned()));
    }

    [Fact]
    public void Hosts_that_tell_no_zone_are_zones_of_their_own()
    {
        var rule = new GroupRule("g", IsTogether: false, DomainLevel.Zone, IsHard: true, [new(Key(1, "a"), 1)]);

        Assert.Equal(["b"], Open(Small with { Rules = [rule] }, Of(Host("a"), Host("b"))));
    }

    private static KeyValuePair<string, string> Label(int number) => new($"label-{number}", "x");

    private static CandidateTable Zoned() => Of(
        Host("a") with { Domains = new("z1", null, "c1") },
        Host("b") with { Domains = new("z1", null, "c1") },
        Host("c") with { Domains = new("z1", null, "c2") },
        Host("d") with { Domains = new("z2", null, null) });

    private static IEnumerable<string> Open(PlacementRequest request, CandidateTable table) => table.Keys.ToArray()
        .Where(key => PlacementEngine.Explain(key, request, table).Reason == Rejection.None).Select(key => key.Host);

    private static int CountOf(Rejection reason, PlacementRequest request, CandidateTable table) =>
        PlacementEngine.Place(request, table).Rejected.SingleOrDefault(count => count.Reason == reason.Code())?.Count
        ?? 0;
}
