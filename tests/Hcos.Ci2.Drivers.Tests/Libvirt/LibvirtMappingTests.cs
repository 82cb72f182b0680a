using System.Xml.Linq;
using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

public sealed class LibvirtMappingTests
{
    private const string Uuid = "79b980be-6808-8531-bc82-f3462e4d8fff";

    private static readonly VolumePlaces Places = new(
        new Dictionary<string, string> { ["/srv/libvirt/disks"] = "default", ["/srv/libvirt/images"] = "images" },
        "images");

    private static ILookup<string, string> Leases { get; } = LibvirtMapping.ByMac(
        [
            new("52:80:54:84:2B:87", "192.168.157.213", 200),
            new("52:80:54:84:2b:87", "192.168.157.9", 99),
            new("52:54:00:00:00:01", "192.168.157.1", 200),
        ],
        DateTimeOffset.FromUnixTimeSeconds(100));

    [Fact]
    public void A_running_domain_is_a_server_with_its_disks_networks_and_valid_addresses()
    {
        var record = new DomainRecord(Uuid, Reply.Read("domain-running"), 1, 1, false);
        var server = LibvirtMapping.Server(record, "host", Leases, Places);

        Assert.Equal(new(ResourceKind.Server, Uuid), server.Key);
        Assert.Equal("first-light", server.Name);
        Assert.Equal(ResourceState.Running, server.State);
        Assert.Equal(1, server.Server!.Vcpus);
        Assert.Equal(192L << 20, server.Server.MemoryBytes);
        Assert.Equal("host", server.Server.Host);
        Assert.Equal(["192.168.157.213"], server.Server.Addresses);
        Assert.Equal([$"default/{Uuid}.qcow2", $"default/{Uuid}-seed.iso"], server.Server.Volumes);
        Assert.Equal(["default"], server.Server.Networks);
        Assert.Equal("libvirt-domain-xml", server.Native!.Format);
        Assert.True(XNode.DeepEquals(
            XDocument.Parse(Reply.Read("domain-running")).Root, XDocument.Parse(server.Native.Text).Root));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 0)]
    public void Only_what_has_a_process_has_an_address(int native, int addresses)
    {
        var record = new DomainRecord(Uuid, Reply.Read("domain-running"), native, 1, false);

        Assert.Equal(addresses, LibvirtMapping.Server(record, "host", Leases, Places).Server!.Addresses.Count);
    }

    [Fact]
    public void A_host_is_known_by_its_own_uuid()
    {
        var record = new HostRecord(
            Reply.Read("capabilities"), "node-1", "qemu:///system", 2, 1024, 7_002_015, 9_000_000);
        var host = LibvirtMapping.Host(record);

        Assert.Equal("777803a2-f486-4868-9266-8d55e46a61bb", host.Key.NativeId);
        Assert.Equal(new HostFacts(2, 1 << 20, "x86_64", "QEMU 7.2.15"), host.Host);
        Assert.Equal(
            new EnvironmentStatus(host.Key.NativeId, "libvirt 9.0.0, QEMU 7.2.15", "qemu:///system read-write"),
            LibvirtMapping.Status(record));
    }

    [Theory]
    [InlineData(true, ResourceState.Running)]
    [InlineData(false, ResourceState.Stopped)]
    public void A_network_has_the_range_it_manages(bool isActive, ResourceState state)
    {
        var network = LibvirtMapping.Network(new(Reply.Read("network"), isActive));

        Assert.Equal("default", network.Name);
        Assert.Equal(state, network.State);
        Assert.Equal("192.168.157.0/24", network.Network!.Cidr);
    }

    [Theory]
    [InlineData("<ip address='10.1.2.3' prefix='12'/>", "10.0.0.0/12")]
    [InlineData("<ip family='ipv6' address='2001:db8:1:2::1' prefix='57'/>", "2001:db8:1::/57")]
    [InlineData("<ip address='10.1.2.3'/>", "10.1.2.3/32")]
    [InlineData("", null)]
    public void The_range_is_what_address_and_mask_have_in_common(string ip, string? cidr)
    {
        var xml = $"<network><name>n</name><uuid>{Uuid}</uuid>{ip}</network>";

        Assert.Equal(cidr, LibvirtMapping.Network(new(xml, true)).Network!.Cidr);
    }

    [Theory]
    [InlineData(0, ResourceState.Stopped)]
    [InlineData(1, ResourceState.Provisioning)]
    [InlineData(2, ResourceState.Running)]
    [InlineData(3, ResourceState.Error)]
    [InlineData(4, ResourceState.Error)]
    public void A_pool_has_sizes_and_belongs_to_its_host_unless_it_is_shared(int native, ResourceState state)
    {
        var pool = LibvirtMapping.Pool(new(Reply.Read("pool"), native), "host");
        var shared = LibvirtMapping.Pool(new(Reply.Read("pool").Replace("'dir'", "'netfs'"), native), "host");

        Assert.Equal("images", pool.Name);
        Assert.Equal(state, pool.State);
        Assert.Equal(new StoragePoolFacts(270553174016, 255907631104, "host"), pool.StoragePool);
        Assert.Null(shared.StoragePool!.Host);
    }

    [Fact]
    public void An_overlay_names_the_image_it_is_a_thin_copy_of()
    {
        var volume = LibvirtMapping.Volume(new("default", Reply.Read("overlay")), Places);
        var seed = LibvirtMapping.Volume(new("default", Reply.Read("seed")), Places);

        Assert.Equal($"default/{Uuid}.qcow2", volume.Key.NativeId);
        Assert.Equal(new VolumeFacts(268435456, 200704, "default", "qcow2", "hcos-guest"), volume.Volume);
        Assert.Null(seed.Volume!.Image);
    }

    [Fact]
    public void When_a_file_was_last_looked_at_is_not_told()
    {
        var before = LibvirtMapping.Volume(new("default", Reply.Read("overlay")), Places);
        var after = LibvirtMapping.Volume(
            new("default", Reply.Read("overlay").Replace("1795165578.075791163", "1795165599.1")), Places);

        Assert.Equal(before.Native, after.Native);
    }

    [Fact]
    public void An_image_is_called_like_its_file_without_the_extension()
    {
        var image = LibvirtMapping.Image(new("images", Reply.Read("image")), isComplete: true);

        Assert.Equal("images/hcos-guest.qcow2", image.Key.NativeId);
        Assert.Equal("hcos-guest", image.Name);
        Assert.Equal(new ImageFacts(268435456, 16138240, "qcow2"), image.Image);
        Assert.Equal(
            ResourceState.Provisioning,
            LibvirtMapping.Image(new("images", Reply.Read("image")), isComplete: false).State);
    }

    [Theory]
    [InlineData(1, 1, false, ResourceState.Running)]
    [InlineData(3, 1, false, ResourceState.Paused)]
    [InlineData(3, 11, false, ResourceState.Running)]
    [InlineData(4, 0, false, ResourceState.Running)]
    [InlineData(5, 2, false, ResourceState.Stopped)]
    [InlineData(5, 5, true, ResourceState.Suspended)]
    [InlineData(6, 1, false, ResourceState.Error)]
    [InlineData(7, 0, false, ResourceState.Paused)]
    [InlineData(0, 0, false, ResourceState.Unknown)]
    [InlineData(99, 0, false, ResourceState.Unknown)]
    public void Every_state_of_a_domain_means_one_of_ours(int native, int reason, bool saved, ResourceState state) =>
        Assert.Equal(state, LibvirtMapping.State(native, reason, saved));

    [Theory]
    [InlineData("<devices><graphics type='vnc' passwd='hunter2'/></devices>")]
    [InlineData("<sysinfo type='fwcfg'><entry name='opt/x'>hunter2</entry></sysinfo>")]
    [InlineData("<sysinfo type='smbios'><oemStrings><entry>hunter2</entry></oemStrings></sysinfo>")]
    [InlineData("<q:arg xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0' value='hunter2'/>")]
    [InlineData("<metadata><a:b xmlns:a='urn:a'><a:password>hunter2</a:password></a:b></metadata>")]
    public void What_people_hide_in_a_description_is_not_shown(string secret)
    {
        var xml = $"<domain><name>n</name><vcpu>1</vcpu><memory>1</memory>{secret}</domain>";
        var server = LibvirtMapping.Server(new(Uuid, xml, 1, 1, false), "host", Leases, Places);

        Assert.DoesNotContain("hunter2", server.Native!.Text);
        Assert.Contains("(redacted)", server.Native.Text);
    }

    [Fact]
    public void An_answer_that_is_no_xml_is_not_taken_for_absence() => Assert.Equal(
        DriverFailure.Unavailable,
        Assert.Throws<DriverException>(() => LibvirtMapping.Network(new("<network", true))).Failure);
}
