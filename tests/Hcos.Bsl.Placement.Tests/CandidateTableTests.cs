using Hcos.Contracts.Arml;
using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

public sealed class CandidateTableTests
{
    private static Capacity FreeOn(CandidateTable table, string host) => table.FreeAt(table.RowOf(Key(1, host)));

    [Fact]
    public void Rows_are_sorted_however_they_came()
    {
        var table = Of(Host("b", environment: 2), Host("c"), Host("a", environment: 2), Host("b"));

        Assert.Equal([Key(1, "b"), Key(1, "c"), Key(2, "a"), Key(2, "b")], table.Keys.ToArray());
        Assert.Equal(4, table.Count);
    }

    [Fact]
    public void What_is_claimed_is_not_free_until_it_is_released()
    {
        var table = Of(Host("a"));
        var amount = new Capacity(3, 5 * Gib, 7 * Gib);

        table.Claim(Key(1, "a"), amount);
        Assert.Equal(new Capacity(13, 59 * Gib, 993 * Gib), FreeOn(table, "a"));
        table.Release(Key(1, "a"), amount);
        Assert.Equal(new Capacity(16, 64 * Gib, 1000 * Gib), FreeOn(table, "a"));
    }

    [Fact]
    public void What_others_take_is_not_free()
    {
        var table = Of(Host("a") with { Foreign = new(1, Gib, 2 * Gib) });

        Assert.Equal(new Capacity(15, 63 * Gib, 998 * Gib), FreeOn(table, "a"));
    }

    [Fact]
    public void A_host_told_anew_keeps_its_claims()
    {
        var table = Of(Host("a"));
        table.Claim(Key(1, "a"), new(3, 0, 0));

        table.Put(Host("a", vcpus: 8));

        Assert.Equal(5, FreeOn(table, "a").Vcpus);
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void A_host_that_comes_back_has_its_claims_still()
    {
        var table = Of(Host("a"));
        table.Claim(Key(1, "a"), new(3, 0, 0));

        table.Withdraw(Key(1, "a"));
        Assert.Equal(0, table.Count);
        table.Claim(Key(1, "a"), new(1, 0, 0));
        table.Put(Host("a"));

        Assert.Equal(12, FreeOn(table, "a").Vcpus);
    }

    [Fact]
    public void Hosts_that_share_storage_share_what_is_free_of_it()
    {
        var table = Of(Host("a", diskPool: "p"), Host("b", diskPool: "p"), Host("c"));

        table.Claim(Key(1, "a"), new(1, Gib, 100 * Gib));

        Assert.Equal((900 * Gib, 900 * Gib, 1000 * Gib),
            (FreeOn(table, "a").DiskBytes, FreeOn(table, "b").DiskBytes, FreeOn(table, "c").DiskBytes));
        Assert.Equal(64 * Gib, FreeOn(table, "b").MemoryBytes);
        table.Release(Key(1, "a"), new(1, Gib, 100 * Gib));
        Assert.Equal(1000 * Gib, FreeOn(table, "b").DiskBytes);
    }

    [Fact]
    public void A_host_that_begins_to_share_brings_its_claims_along()
    {
        var table = Of(Host("a"), Host("b", diskPool: "p"));
        table.Claim(Key(1, "a"), new(0, 0, 100 * Gib));

        table.Put(Host("a", diskPool: "p"));
        Assert.Equal(900 * Gib, FreeOn(table, "b").DiskBytes);
        table.Withdraw(Key(1, "a"));
        Assert.Equal(1000 * Gib, FreeOn(table, "b").DiskBytes);
    }

    [Fact]
    public void The_same_storage_name_in_another_environment_is_another_storage()
    {
        var table = Of(Host("a", diskPool: "p"), Host("a", environment: 2, diskPool: "p"));

        table.Claim(Key(2, "a"), new(0, 0, 100 * Gib));

        Assert.Equal(1000 * Gib, FreeOn(table, "a").DiskBytes);
    }

    [Fact]
    public void An_environment_that_withdraws_its_offer_offers_nothing()
    {
        var table = Of(Host("a"));

        table.Withdraw(Environment(1));

        Assert.Equal(
            Rejection.ImageMissing, PlacementEngine.Explain(Key(1, "a"), Small, table).Reason);
    }
}
