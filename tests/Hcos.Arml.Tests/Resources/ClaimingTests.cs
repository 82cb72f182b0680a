using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using static Hcos.Arml.Tests.ArmlWorld;

namespace Hcos.Arml.Tests.Resources;

public sealed class ClaimingTests
{
    private static ClaimCapacity Another(ClaimCapacity claim, string name, Capacity? amount = null, string? host = null)
    {
        var resource = new ResourceId(DerivedId.From(name));
        return claim with
        {
            Claim = new(DerivedId.From("claim", name)),
            Resource = resource,
            Amount = amount ?? claim.Amount,
            Host = host ?? claim.Host,
            Spec = claim.Spec with { Id = resource, Server = claim.Spec.Server! with { Host = null } },
        };
    }

    [Fact]
    public void What_fits_is_claimed_and_ordered_from_CI2()
    {
        var world = new ArmlWorld();

        world.Layer.Command(world.Claim);

        var claimed = Assert.Single(world.Layer.Of<CapacityClaimed>());
        Assert.Equal((world.Claim.Claim, world.Claim.Amount, true), (claimed.Claim, claimed.Amount, claimed.Start));
        Assert.Equal((world.Claim.Spec, PowerAction.Start), (world.Task.Spec, world.Task.Power));
        Assert.True(world.Task.Deadline < world.Claim.Deadline);
    }

    [Theory]
    [InlineData(128, 10, 0, null)]
    [InlineData(129, 10, 0, "processors")]
    [InlineData(1, 64, 0, "memory")]
    [InlineData(1, 1, 1000, null)]
    [InlineData(1, 1, 1001, "disk")]
    public void A_claim_is_accepted_up_to_what_is_free_and_not_beyond(
        long vcpus, long memory, long disk, string? lacking)
    {
        var world = new ArmlWorld();

        world.Layer.Command(world.Claim with { Amount = new(vcpus, memory * Gib, disk * Gib) });

        if (lacking is null)
        {
            Assert.Single(world.Layer.Of<CapacityClaimed>());
            return;
        }

        var refusal = Assert.Single(world.Layer.Of<CommandSettled>());
        Assert.Equal("stale", refusal.Code);
        Assert.Contains(lacking, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_add_up_and_foreign_servers_count()
    {
        var world = new ArmlWorld();
        world.See(ServerObject("foreign", vcpus: 28));
        world.Layer.Command(Another(world.Claim, "a", new(60, Gib, 0)));
        world.Layer.Command(Another(world.Claim, "b", new(40, Gib, 0)));

        Assert.Equal(2, world.Layer.Of<CapacityClaimed>().Count);
        Assert.Equal("stale", world.Refused(Another(world.Claim, "c", new(1, Gib, 0))).Code);
    }

    [Fact]
    public void Hosts_that_share_storage_share_its_capacity()
    {
        var world = new ArmlWorld();
        world.See(HostObject("h2"));
        world.Layer.Command(Another(world.Claim, "a", new(1, Gib, 600 * Gib)));

        var refusal = world.Refused(Another(world.Claim, "b", new(1, Gib, 600 * Gib), "h2"));

        Assert.Equal("stale", refusal.Code);
        Assert.Contains("disk", refusal.Reason, StringComparison.Ordinal);
        world.Layer.Command(Another(world.Claim, "c", new(1, Gib, 400 * Gib), "h2"));
        Assert.Equal(2, world.Layer.Of<CapacityClaimed>().Count);
    }

    [Fact]
    public void A_server_without_a_disk_does_not_care_for_an_overcommitted_pool()
    {
        var world = new ArmlWorld();
        world.See(VolumeObject("theirs", 5000));

        world.Layer.Command(world.Claim with { Amount = new(1, Gib, 0) });

        Assert.Single(world.Layer.Of<CapacityClaimed>());
    }

    [Fact]
    public void An_unknown_host_is_stale() =>
        Assert.Equal("stale", Refusal(world => Another(world.Claim, "a", host: "nowhere")).Code);

    [Fact]
    public void An_observe_only_environment_is_denied()
    {
        var world = new ArmlWorld(access: EnvironmentAccess.ObserveOnly);

        Assert.Equal("denied", world.Refused(world.Claim).Code);
        Assert.Empty(world.Layer.Commands);
    }

    [Fact]
    public void An_environment_that_does_not_answer_is_stale()
    {
        var world = new ArmlWorld();
        world.Unreachable();

        Assert.Equal("stale", world.Refused(world.Claim).Code);
    }

    [Fact]
    public void A_claim_id_is_used_for_one_resource_only()
    {
        var world = new ArmlWorld().WithWeb();

        Assert.Equal("conflict", world.Refused(Another(world.Claim, "a") with { Claim = world.Claim.Claim }).Code);
    }

    [Fact]
    public void A_resource_has_one_claim_only()
    {
        var world = new ArmlWorld().WithWeb();

        Assert.Equal("conflict", world.Refused(world.Claim with { Claim = new(DerivedId.From("x")) }).Code);
        Assert.Equal(SettledCodes.Already, world.Refused(world.Claim).Code);
    }

    [Fact]
    public void A_claim_after_its_deadline_is_refused() => Assert.Equal(
        "deadline", Refusal(world => world.Claim with { Deadline = world.Layer.Now }).Code);

    [Fact]
    public void Nonsense_is_invalid()
    {
        Assert.Equal("invalid", Refusal(world => world.Claim with { Amount = new(-1, 0, 0) }).Code);
        Assert.Equal("invalid", Refusal(world => world.Claim with { Host = "other" }).Code);
        Assert.Equal("invalid", Refusal(world => world.Claim with { Resource = new(DerivedId.From("other")) }).Code);
        Assert.Equal(
            "invalid", Refusal(world => world.Claim with { Spec = world.Claim.Spec with { Server = null } }).Code);
    }

    [Fact]
    public void A_released_claim_can_be_claimed_again_under_new_ids()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim with { Amount = new(128, Gib, 0) });
        world.End(observed: ServerObject(world.Web.ToString()));
        world.Layer.Command(new ReleaseResource(world.Web, null));
        world.End();

        Assert.Equal("gone", world.Refused(world.Claim).Code);
        world.Layer.Command(Another(world.Claim, "a", new(128, Gib, 0)));
        Assert.Equal(2, world.Layer.Of<CapacityClaimed>().Count);
    }

    [Fact]
    public void The_ledger_survives_a_restart()
    {
        var world = new ArmlWorld();
        world.Layer.Command(Another(world.Claim, "a", new(100, Gib, 0)));

        world.Layer.Restart();

        Assert.Equal("stale", world.Refused(Another(world.Claim, "b", new(29, Gib, 0))).Code);
        world.Layer.Command(Another(world.Claim, "c", new(28, Gib, 0)));
        Assert.Equal(2, world.Layer.Of<CapacityClaimed>().Count);
    }

    private static CommandSettled Refusal(Func<ArmlWorld, ClaimCapacity> claim)
    {
        var world = new ArmlWorld();
        var settled = world.Refused(claim(world));
        Assert.Empty(world.Layer.Of<CapacityClaimed>());
        return settled;
    }
}
