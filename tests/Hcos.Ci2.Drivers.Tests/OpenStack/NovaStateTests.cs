using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

public sealed class NovaStateTests
{
    [Theory]
    [InlineData("building", "spawning", 0, ResourceState.Provisioning)]
    [InlineData("active", null, 1, ResourceState.Running)]
    [InlineData("active", "powering-off", 1, ResourceState.Running)]
    [InlineData("active", null, 3, ResourceState.Paused)]
    [InlineData("active", null, 4, ResourceState.Stopped)]
    [InlineData("active", null, 0, ResourceState.Unknown)]
    [InlineData("active", null, 6, ResourceState.Error)]
    [InlineData("active", "deleting", 1, ResourceState.Deleting)]
    [InlineData("paused", null, 3, ResourceState.Paused)]
    [InlineData("suspended", null, 4, ResourceState.Suspended)]
    [InlineData("suspended", null, 7, ResourceState.Suspended)]
    [InlineData("stopped", null, 4, ResourceState.Stopped)]
    [InlineData("stopped", null, 0, ResourceState.Stopped)]
    [InlineData("stopped", null, 1, ResourceState.Running)]
    [InlineData("resized", null, 4, ResourceState.Stopped)]
    [InlineData("resized", null, 1, ResourceState.Running)]
    [InlineData("shelved_offloaded", null, 4, ResourceState.Stopped)]
    [InlineData("error", null, 0, ResourceState.Error)]
    [InlineData("soft-delete", null, 4, ResourceState.Deleting)]
    [InlineData("something-new", null, 0, ResourceState.Unknown)]
    public void What_the_hypervisor_told_counts_more_than_what_Nova_believes(
        string vmState, string? taskState, int power, ResourceState state) =>
        Assert.Equal(state, new NovaState(vmState, taskState, power).State);

    [Fact]
    public void Nothing_that_the_hypervisor_says_is_on_is_shown_off()
    {
        foreach (var vmState in new[] { "active", "paused", "suspended", "stopped", "rescued", "resized" })
        {
            Assert.Equal(ResourceState.Running, new NovaState(vmState, null, 1).State);
        }
    }
}
