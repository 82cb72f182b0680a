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

    [Fact]
    public void A_second_system_of_the_same_name_is_refused()
    {
        _world.Deploy();
        _world.Layer.Command(new DeploySystem(new SystemId(DerivedId.From("other")), "hello", SystemWorld.TwoTiers()));
        Assert.Equal("duplicate-name", _world.Layer.Of<CommandSettled>().Single().Code);
    }
}
