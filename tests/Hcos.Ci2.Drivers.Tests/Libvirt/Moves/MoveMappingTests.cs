using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Ci2.Drivers.Libvirt.Moves;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

public sealed class MoveMappingTests
{
    private const string Domain =
        """
        <domain type='qemu'><name>web</name><devices>
          <disk type='file' device='disk'><source file='/a/disks/u.qcow2' index='1'/>
            <backingStore type='file'><source file='/a/images/i.qcow2'/></backingStore><target dev='vda'/></disk>
          <disk type='file' device='disk'><source file='/a/disks/u-seed.iso'/><target dev='vdb'/><readonly/></disk>
          <serial type='pty'><log file='/a/consoles/u.log' append='on'/></serial>
          <console type='pty'><log file='/a/consoles/u.log' append='on'/></console>
        </devices></domain>
        """;

    private static readonly DiskDemand[] Disks =
        [new("vda", "u.qcow2", "qcow2", 1 << 30, false), new("vdb", "u-seed.iso", "raw", 1 << 16, true)];

    private static LibvirtOffer Offer { get; } =
        new("u", "host", "qemu+unix:///system?socket=/b/sock", "/b/disks", "/b/consoles/u.log", Disks, false);

    [Fact]
    public void Disks_are_told_by_device_and_name_and_only_from_the_pool_of_disks()
    {
        Assert.Equal(
            [("vda", "u.qcow2", false), ("vdb", "u-seed.iso", true)],
            LibvirtMapping.DisksToMove(Domain, "/a/disks")!.Select(disk => (disk.Device, disk.Name, disk.IsReadOnly)));
        Assert.Null(LibvirtMapping.DisksToMove(Domain, "/a"));
        Assert.Empty(LibvirtMapping.DisksToMove("<domain><devices/></domain>", null)!);
    }

    [Fact]
    public void What_is_moved_has_disks_and_console_where_the_target_has_them()
    {
        var moved = LibvirtMapping.MovedXml(Domain, Offer);
        Assert.DoesNotContain("/a/", moved);
        Assert.Contains("/b/disks/u.qcow2", moved);
        Assert.Contains("/b/disks/u-seed.iso", moved);
        Assert.Equal("/b/consoles/u.log", LibvirtMapping.ConsoleLogOf(moved));
        Assert.Null(LibvirtMapping.ConsoleLogOf(LibvirtMapping.MovedXml(Domain, Offer with { Console = null })));
    }

    [Theory]
    [InlineData(1, 1, "Running")]
    [InlineData(3, 1, "Paused")]
    [InlineData(3, 2, "Held")]
    [InlineData(3, 8, "Running")]
    [InlineData(3, 11, "Held")]
    [InlineData(5, 3, "Off")]
    [InlineData(6, 1, "Off")]
    public void What_a_domain_is_to_a_move_follows_from_state_and_reason(int state, int reason, string presence) =>
        Assert.Equal(presence, LibvirtMapping.PresenceOf(new("u", Domain, state, reason, false)).ToString());

    [Fact]
    public void What_arrives_is_shown_as_being_made_and_its_first_event_says_nothing_of_execution()
    {
        Assert.Equal(ResourceState.Provisioning, LibvirtMapping.ShownState(new("u", Domain, 3, 11, false)));
        Assert.Equal(ResourceState.Running, LibvirtMapping.ShownState(new("u", Domain, 1, 1, false)));
        var started = LibvirtEvents.Domain("u", 2, 1, hasProcess: true);
        Assert.Equal((NativeEventKind.Changed, null), (started.Kind, started.State));
    }

    [Fact]
    public void Progress_is_told_of_a_job_that_moves_and_of_no_other()
    {
        var job = new Dictionary<string, long>
        {
            ["operation"] = 5,
            ["data_total"] = 100,
            ["data_remaining"] = 30,
            ["time_elapsed"] = 1500,
        };
        Assert.Equal(new(100, 30, TimeSpan.FromSeconds(1.5)), MoveJob.Progress(job));
        Assert.Equal(new(0, 0, TimeSpan.Zero), MoveJob.Progress(new Dictionary<string, long> { ["operation"] = 5 }));
        Assert.Null(MoveJob.Progress(new Dictionary<string, long>(job) { ["operation"] = 2 }));
        Assert.Null(MoveJob.Progress(null));
    }

    [Fact]
    public void An_offer_is_taken_only_for_its_server_from_its_host_and_of_this_machine()
    {
        var offer = Offer.Wrap();
        Assert.Equal(Offer with { Disks = [] }, LibvirtOffer.Unwrap(offer) with { Disks = [] });
        Assert.Equal(Disks, LibvirtOffer.Unwrap(offer).Disks);
        foreach (var wrong in new[]
        {
            offer with { TargetIdentity = "other" },
            offer with { Server = new(ResourceKind.Server, "other") },
            offer with { Content = "null" },
            (Offer with { Uri = "qemu+ssh://root@elsewhere/system" }).Wrap(),
        })
        {
            var refused = Assert.Throws<DriverException>(() => LibvirtOffer.Unwrap(wrong));
            Assert.Equal(DriverFailure.Invalid, refused.Failure);
        }
    }
}
