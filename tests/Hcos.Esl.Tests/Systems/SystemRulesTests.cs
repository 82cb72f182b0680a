using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;

namespace Hcos.Esl.Tests.Systems;

public sealed class SystemRulesTests
{
    private readonly SystemWorld _world = new();

    [Theory]
    [InlineData("Hello")]
    [InlineData("he;rm -rf")]
    [InlineData("")]
    public void A_name_that_is_no_label_is_refused(string name)
    {
        _world.Layer.Command(new DeploySystem(SystemWorld.Hello, name, SystemWorld.TwoTiers()));
        Assert.Equal("invalid-name", _world.Layer.Of<CommandSettled>().Single().Code);
        Assert.Empty(_world.Creates);
    }

    [Fact]
    public void Dependencies_that_go_round_in_a_circle_are_refused_by_name()
    {
        var spec = SystemWorld.TwoTiers();
        var circle = spec with
        {
            Components = [spec.Components[0] with { DependsOn = ["front"] }, spec.Components[1]],
        };
        _world.Deploy(circle);
        var settled = _world.Layer.Of<CommandSettled>().Single();
        Assert.Equal("invalid-system", settled.Code);
        Assert.Contains("web, front", settled.Reason!, StringComparison.Ordinal);
    }

    public static TheoryData<string, ComponentSpec> NoServers()
    {
        var usual = SystemWorld.TwoTiers().Components[1];
        return new()
        {
            { "size.vcpus", usual with { Vcpus = 0 } },
            { "size.vcpus", usual with { Vcpus = 1_025 } },
            { "size.memory", usual with { MemoryBytes = (16L << 20) - 1 } },
            { "size.memory", usual with { MemoryBytes = (64L << 40) + 1 } },
            { "size.disk", usual with { DiskBytes = -1 } },
            { "size.disk", usual with { DiskBytes = (1L << 50) + 1 } },
            { "image", usual with { Image = new string('a', 256) } },
            { "network", usual with { Network = "" } },
            { "userData", usual with { UserData = new string('ä', 32_769) } },
        };
    }

    [Theory]
    [MemberData(nameof(NoServers))]
    public void A_component_of_servers_that_cannot_be_is_refused_before_anything_is_made(
        string field, ComponentSpec component)
    {
        var spec = SystemWorld.TwoTiers();
        _world.Deploy(spec with { Components = [spec.Components[0], component] });
        var settled = _world.Layer.Of<CommandSettled>().Single();
        Assert.Equal("invalid-system", settled.Code);
        Assert.StartsWith($"spec.components[1].{field}:", settled.Reason, StringComparison.Ordinal);
        Assert.Empty(_world.Creates);
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("/a b")]
    [InlineData("@example.org/")]
    public void A_health_check_of_something_that_is_no_path_is_refused(string path)
    {
        _world.Deploy(SystemWorld.TwoTiers(health: new HealthSpec(path)));
        Assert.Equal("invalid-system", _world.Layer.Of<CommandSettled>().Single().Code);
        Assert.Empty(_world.Creates);
    }

    [Fact]
    public void What_is_just_within_the_limits_is_made()
    {
        var component = SystemWorld.TwoTiers().Components[0] with
        {
            Vcpus = 1_024,
            MemoryBytes = 16L << 20,
            DiskBytes = 1L << 50,
            UserData = new string('ä', 32_768),
        };
        _world.Deploy(new SystemSpec([component]));
        Assert.NotEmpty(_world.Creates);
    }

    [Fact]
    public void A_second_system_of_the_same_name_is_refused()
    {
        _world.Deploy();
        _world.Layer.Command(new DeploySystem(new SystemId(DerivedId.From("other")), "hello", SystemWorld.TwoTiers()));
        Assert.Equal("duplicate-name", _world.Layer.Of<CommandSettled>().Single().Code);
    }
}
