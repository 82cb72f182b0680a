using Hcos.Ci2.Drivers.HyperV;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>What the difference between two looks tells.</summary>
public sealed class MachineSightTests
{
    private static readonly ResourceKey Key = new(ResourceKind.Server, "one");

    [Fact]
    public void Two_looks_that_show_the_same_tell_nothing() =>
        Assert.Empty(Between(Sight(ResourceState.Running), Sight(ResourceState.Running)));

    [Fact]
    public void What_is_new_is_told_with_its_state() => Assert.Equal(
        [(NativeEventKind.Changed, ResourceState.Stopped)], Between(null, Sight(ResourceState.Stopped)));

    [Fact]
    public void What_is_gone_is_told_as_removed() => Assert.Equal(
        [(NativeEventKind.Removed, null)], Between(Sight(ResourceState.Running), null));

    [Fact]
    public void Another_state_is_told_as_that_and_nothing_else() => Assert.Equal(
        [(NativeEventKind.StateChanged, ResourceState.Paused)],
        Between(Sight(ResourceState.Running), Sight(ResourceState.Paused)));

    [Theory]
    [InlineData("A", "renamed")]
    [InlineData("B", "name")]
    public void Another_name_and_another_machine_of_the_same_server_are_told_as_a_change(string guid, string name) =>
        Assert.Equal(
            [(NativeEventKind.Changed, ResourceState.Running)],
            Between(Sight(ResourceState.Running), new(guid, name, ResourceState.Running)));

    private static MachineSight Sight(ResourceState state) => new("A", "name", state);

    private static IEnumerable<(NativeEventKind, ResourceState?)> Between(MachineSight? before, MachineSight? after) =>
        MachineSight.Between(Look(before), Look(after)).Select(happened =>
        {
            Assert.Equal(Key, happened.Key);
            return (happened.Kind, happened.State);
        });

    private static Dictionary<ResourceKey, MachineSight> Look(MachineSight? sight) =>
        sight is null ? [] : new() { [Key] = sight };
}
