using System.Xml.Linq;
using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>What is asked of libvirt for snapshots and sizes, and what its answers mean.</summary>
public sealed class LibvirtSnapshotMappingTests
{
    private const string Id = "6f2c0000-0000-4000-8000-000000000001";

    private const string Definition = """
        <domain type='qemu'><name>web-1</name><memory unit='KiB'>65536</memory>
          <currentMemory unit='KiB'>65536</currentMemory><vcpu placement='static' current='1'>2</vcpu>
          <devices>
            <disk type='file' device='cdrom'><target dev='hda'/><readonly/></disk>
            <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/d/web-disk.qcow2'/>
              <target dev='vda'/></disk>
            <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/d/web-seed.iso'/>
              <target dev='vdb'/><readonly/></disk>
          </devices></domain>
        """;

    [Fact]
    public void Only_the_disk_that_is_written_on_is_kept_and_inside_its_file()
    {
        var xml = XElement.Parse(LibvirtMapping.SnapshotXml(Definition, new(new(Guid.Parse(Id)), "before"))!);

        Assert.Equal((Id, "before"), (xml.Element("name")!.Value, xml.Element("description")!.Value));
        Assert.Equal(
            ["hda no", "vda internal", "vdb no"],
            xml.Element("disks")!.Elements()
                .Select(disk => $"{disk.Attribute("name")!.Value} {disk.Attribute("snapshot")!.Value}"));
        Assert.Equal("/d/web-disk.qcow2", LibvirtMapping.DiskPathOf(Definition));
    }

    [Fact]
    public void A_server_without_a_disk_that_can_be_kept_has_none()
    {
        const string bare = "<domain><name>x</name><devices/></domain>";
        var raw = Definition.Replace("'qcow2'", "'raw'", StringComparison.Ordinal);

        Assert.Null(LibvirtMapping.SnapshotXml(bare, new(new(Guid.Parse(Id)), "before")));
        Assert.Null(LibvirtMapping.SnapshotXml(raw, new(new(Guid.Parse(Id)), "before")));
        Assert.Null(LibvirtMapping.DiskPathOf(bare));
    }

    [Theory]
    [InlineData(Id, "before", "before", true)]
    [InlineData(Id, "Not ours!", Id, false)]
    [InlineData("by-hand", "before", "by-hand", false)]
    public void A_snapshot_is_ours_by_its_name_and_description(
        string native, string description, string name, bool isOurs)
    {
        var facts = LibvirtMapping.Snapshot(new XElement(
            "domainsnapshot", new XElement("name", native), new XElement("description", description)).ToString());

        Assert.Equal(new SnapshotFacts(name, isOurs ? new(Guid.Parse(Id)) : null), facts);
    }

    [Fact]
    public void A_size_is_converged_and_the_rest_of_a_definition_stays()
    {
        var converged = XElement.Parse(LibvirtMapping.ConvergeSize(Definition, new(3, 128 << 20))!);

        Assert.Equal("3", converged.Element("vcpu")!.Value);
        Assert.Null(converged.Element("vcpu")!.Attribute("current"));
        Assert.Equal("131072", converged.Element("memory")!.Value);
        Assert.Equal("131072", converged.Element("currentMemory")!.Value);
        Assert.Equal(3, converged.Element("devices")!.Elements("disk").Count());
        Assert.Null(LibvirtMapping.ConvergeSize(converged.ToString(), new(3, 128 << 20)));
    }

    [Theory]
    [InlineData("<compat>0.10</compat>", true)]
    [InlineData("<compat>1.1</compat>", false)]
    [InlineData("", false)]
    public void Disks_of_the_older_format_are_told_apart(string compat, bool isOld) =>
        Assert.Equal(
            isOld,
            LibvirtMapping.IsOldFormat(new("default", $"<volume><name>x</name><target>{compat}</target></volume>")));
}
