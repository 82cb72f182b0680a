using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using static Hcos.Bsl.Tests.BslWorld;

namespace Hcos.Bsl.Tests.Servers;

public sealed class ValidationTests
{
    public static TheoryData<string, int, long, long, string> BadSizes => new()
    {
        { "web-1", 0, Gib, 0, "invalid-vcpus" },
        { "web-1", -1, Gib, 0, "invalid-vcpus" },
        { "web-1", 1025, Gib, 0, "invalid-vcpus" },
        { "web-1", 10_000, Gib, 0, "invalid-vcpus" },
        { "web-1", 1, 0, 0, "invalid-memory" },
        { "web-1", 1, -5, 0, "invalid-memory" },
        { "web-1", 1, (16L << 20) - 1, 0, "invalid-memory" },
        { "web-1", 1, (64L << 40) + 1, 0, "invalid-memory" },
        { "web-1", 1, Gib, -1, "invalid-disk" },
        { "web-1", 1, Gib, long.MaxValue, "invalid-disk" },
        { "", 1, Gib, 0, "invalid-name" },
        { "Web", 1, Gib, 0, "invalid-name" },
        { "-web", 1, Gib, 0, "invalid-name" },
        { "web$(reboot)", 1, Gib, 0, "invalid-name" },
        { "a;b", 1, Gib, 0, "invalid-name" },
        { "../../etc", 1, Gib, 0, "invalid-name" },
        { new string('a', 64), 1, Gib, 0, "invalid-name" },
        { new string('a', 10_000), 1, Gib, 0, "invalid-name" },
    };

    [Theory]
    [MemberData(nameof(BadSizes))]
    public void What_cannot_be_is_refused_with_a_code_and_a_short_reason(
        string name, int vcpus, long memory, long disk, string code)
    {
        var world = new BslWorld();

        var refusal = world.Refused(new CreateServer(world.Web, name, vcpus, memory, disk));

        Assert.Equal(code, refusal.Code);
        Assert.InRange(refusal.Reason!.Length, 10, 300);
        Assert.Empty(world.Layer.Commands);
    }

    [Theory]
    [InlineData(1, 16L << 20)]
    [InlineData(16, 64L << 30)]
    public void The_edges_of_what_can_be_are_accepted(int vcpus, long memory)
    {
        var world = new BslWorld();

        world.Send(new CreateServer(world.Web, new string('a', 63), vcpus, memory));

        Assert.Single(world.Layer.Of<ServerRequested>());
    }

    [Fact]
    public void User_data_has_a_bound_in_bytes()
    {
        var world = new BslWorld();

        Assert.Equal("invalid-user-data", world.Refused(world.Create with { UserData = new string('ä', 32_769) }).Code);
        world.Send(world.Create with { UserData = new string('ä', 32_768) });
        Assert.Single(world.Layer.Of<ServerRequested>());
    }

    [Fact]
    public void A_name_is_taken_until_its_server_is_deleted()
    {
        var world = new BslWorld();
        world.Send(world.Create);
        var other = world.Create with { Server = new(DerivedId.From("other")) };

        Assert.Equal("name-taken", world.Refused(other).Code);
        world.Make();
        world.Send(new DeleteServer(world.Web));
        Assert.Equal("name-taken", world.Refused(other).Code);
        world.Release();
        world.Send(other);

        Assert.Equal(2, world.Layer.Of<ServerRequested>().Count);
    }

    [Fact]
    public void A_missing_image_is_named_with_those_that_exist()
    {
        var world = new BslWorld();

        var refusal = world.Refused(world.Create with { Image = "gust" });

        Assert.Equal("image-missing", refusal.Code);
        Assert.Contains("'gust'", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("there are: guest", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_neither_repeats_strange_names_nor_grows_with_the_estate()
    {
        var world = new BslWorld();
        world.Offer([.. Enumerable.Range(0, 500).Select(i => $"image-{i:d3}")], ["default"]);

        var refusal = world.Refused(world.Create with { Image = new string('<', 10_000) });

        Assert.Equal("image-missing", refusal.Code);
        Assert.DoesNotContain("<", refusal.Reason, StringComparison.Ordinal);
        Assert.EndsWith("and 490 more", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_network_is_named_with_those_that_exist()
    {
        var world = new BslWorld();

        var refusal = world.Refused(world.Create with { Network = "lan" });

        Assert.Equal("network-missing", refusal.Code);
        Assert.Contains("there are: default", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_must_be_known_and_have_the_image_itself()
    {
        var world = new BslWorld();
        var other = new EnvironmentId(DerivedId.From("other"));
        Assert.Equal("environment-missing", world.Refused(world.Create with { Environment = other }).Code);

        world.Offer([], ["default"], other);

        Assert.Equal("image-missing", world.Refused(world.Create with { Environment = other }).Code);
    }

    [Fact]
    public void A_group_has_a_bound()
    {
        var world = new BslWorld();

        Assert.Equal("invalid-group", world.Refused(world.Create with { Group = "" }).Code);
        Assert.Equal("invalid-group", world.Refused(world.Create with { Group = new string('g', 201) }).Code);
    }
}
