namespace Hcos.Ci2.Drivers.Tests.ObserveOnly;

public sealed class ObserveOnlyDriverTests
{
    [Fact]
    public void Only_the_ability_to_watch_is_left()
    {
        var all = new DriverCapabilities("any", [], [], Enum.GetValues<DriverAbility>());

        Assert.Equal([DriverAbility.Events], ObserveOnlyDriver.WithoutChanges(all).Abilities);
    }
}
