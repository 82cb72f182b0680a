using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

public sealed class LibvirtEventsTests
{
    [Theory]
    [InlineData(0, 0, false, NativeEventKind.Changed, ResourceState.Stopped, "defined/added")]
    [InlineData(0, 1, false, NativeEventKind.Changed, null, "defined/updated")]
    [InlineData(0, 0, true, NativeEventKind.Changed, null, "defined/added")]
    [InlineData(1, 0, false, NativeEventKind.Removed, null, "undefined/removed")]
    [InlineData(1, 0, true, NativeEventKind.Changed, null, "undefined/removed")]
    [InlineData(2, 0, true, NativeEventKind.StateChanged, ResourceState.Running, "started/booted")]
    [InlineData(3, 0, true, NativeEventKind.StateChanged, ResourceState.Paused, "suspended/paused")]
    [InlineData(3, 2, true, NativeEventKind.StateChanged, ResourceState.Paused, "suspended/io-error")]
    [InlineData(4, 0, true, NativeEventKind.StateChanged, ResourceState.Running, "resumed/unpaused")]
    [InlineData(5, 1, false, NativeEventKind.StateChanged, ResourceState.Stopped, "stopped/destroyed")]
    [InlineData(5, 4, false, NativeEventKind.StateChanged, ResourceState.Suspended, "stopped/saved")]
    [InlineData(6, 1, true, NativeEventKind.Changed, null, "shutdown/guest")]
    [InlineData(7, 0, true, NativeEventKind.StateChanged, ResourceState.Paused, "pm-suspended/memory")]
    [InlineData(8, 0, true, NativeEventKind.StateChanged, ResourceState.Error, "crashed/panicked")]
    [InlineData(42, 7, true, NativeEventKind.Changed, null, "42/7")]
    [InlineData(5, 77, false, NativeEventKind.StateChanged, ResourceState.Stopped, "stopped/77")]
    public void A_domains_event_says_what_it_implies_and_no_more(
        int what, int detail, bool hasProcess, NativeEventKind kind, ResourceState? state, string words) =>
        Assert.Equal(
            new NativeEvent(new(ResourceKind.Server, "u"), kind, state, words),
            LibvirtEvents.Domain("u", what, detail, hasProcess));

    [Theory]
    [InlineData(0, NativeEventKind.Changed, null, "defined")]
    [InlineData(1, NativeEventKind.Changed, null, "undefined")]
    [InlineData(2, NativeEventKind.StateChanged, ResourceState.Running, "started")]
    [InlineData(3, NativeEventKind.StateChanged, ResourceState.Stopped, "stopped")]
    public void Networks_and_pools_are_told_alike(int what, NativeEventKind kind, ResourceState? state, string words)
    {
        Assert.Equal(new(new(ResourceKind.Network, "u"), kind, state, words), LibvirtEvents.Network("u", what));
        Assert.Equal(new(new(ResourceKind.StoragePool, "u"), kind, state, words), LibvirtEvents.Pool("u", what));
    }

    [Fact]
    public void A_reboot_asks_for_a_read() =>
        Assert.Equal(NativeEventKind.Changed, LibvirtEvents.Reboot("u").Kind);
}
