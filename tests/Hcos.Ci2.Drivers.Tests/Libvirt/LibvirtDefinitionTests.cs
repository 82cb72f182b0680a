using FsCheck;
using FsCheck.Fluent;
using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

public sealed class LibvirtDefinitionTests
{
    private static readonly VolumePlaces Places = new(
        new Dictionary<string, string> { ["/srv/disks"] = "default" }, "images");

    private static readonly ILookup<string, string> NoLeases = LibvirtMapping.ByMac([], DateTimeOffset.UnixEpoch);

    private static Gen<ResourceSpec> AnySpec { get; } =
        from id in ArbMap.Default.GeneratorFor<Guid>()
        from vcpus in Gen.Choose(1, 255)
        from memory in Gen.Choose(1 << 20, int.MaxValue)
        from image in Gen.Elements<string?>(null, "an-image")
        from network in Gen.Elements<string?>(null, "default", "<&'\">")
        from name in Gen.Elements("a", "web-1", new string('x', 63))
        select new ResourceSpec(new(id), ResourceKind.Server, name)
        {
            Server = new(vcpus, memory, 0, image, network),
        };

    [Fact]
    public void From_spec_to_definition_to_object_nothing_is_lost() => Prop.ForAll(
        AnySpec.ToArbitrary(),
        spec =>
        {
            var uuid = ServerIdentity.Uuid(spec.Id);
            var server = Shown(Define(spec), uuid);
            return server.Key.NativeId == uuid
                && server.Name == spec.Name
                && server.Server!.Vcpus == spec.Server!.Vcpus
                && server.Server.MemoryBytes == LibvirtMapping.RoundUp(spec.Server.MemoryBytes)
                && server.Server.Networks.SequenceEqual(spec.Server.Network is { } n ? [n] : [])
                && server.Server.Volumes.SequenceEqual(
                    spec.Server.Image is null ? [] : [$"default/{uuid}.qcow2", $"default/{uuid}-seed.iso"]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_definition_made_from_a_spec_needs_no_change_for_it() => Prop.ForAll(
        AnySpec.ToArbitrary(),
        spec => LibvirtMapping.Converge(Define(spec), spec) is null).QuickCheckThrowOnFailure();

    [Fact]
    public void Converging_leads_to_the_spec_in_one_step_and_keeps_the_disks() => Prop.ForAll(
        AnySpec.ToArbitrary(),
        AnySpec.ToArbitrary(),
        (before, other) =>
        {
            var wanted = before with { Server = other.Server! with { Image = before.Server!.Image } };
            var converged = LibvirtMapping.Converge(Define(before), wanted) ?? Define(before);
            var uuid = ServerIdentity.Uuid(before.Id);
            var server = Shown(converged, uuid).Server!;
            return LibvirtMapping.Converge(converged, wanted) is null
                && server.Vcpus == wanted.Server!.Vcpus
                && server.MemoryBytes == LibvirtMapping.RoundUp(wanted.Server.MemoryBytes)
                && server.Networks.SequenceEqual(wanted.Server.Network is { } n ? [n] : [])
                && server.Volumes.SequenceEqual(Shown(Define(before), uuid).Server!.Volumes);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("qemu")]
    [InlineData("kvm")]
    public void The_type_is_as_the_endpoint_says(string type) => Assert.StartsWith(
        $"<domain type=\"{type}\">", LibvirtMapping.DomainXml(Specs.Empty("x", "x"), type, null, null));

    [Fact]
    public void An_identity_gives_the_same_names_and_address_each_time()
    {
        var uuid = ServerIdentity.Uuid(Specs.Id("x"));

        Assert.Equal(ServerIdentity.Mac(uuid), ServerIdentity.Mac(uuid));
        Assert.Matches("^52(:[0-9a-f]{2}){5}$", ServerIdentity.Mac(uuid));
        Assert.NotEqual(ServerIdentity.Mac(uuid), ServerIdentity.Mac(ServerIdentity.Uuid(Specs.Id("y"))));
        Assert.Equal($"{uuid}.qcow2", ServerIdentity.Disk(uuid));
        Assert.Equal($"{uuid}-seed.iso", ServerIdentity.Seed(uuid));
    }

    [Fact]
    public void A_console_is_logged_where_there_is_a_place_for_it_and_found_again_in_the_definition()
    {
        var spec = Specs.Guest("logged", "logged");
        var logged = LibvirtMapping.DomainXml(spec, "qemu", null, null, "/srv/consoles/it's <a> log");
        Assert.Equal("/srv/consoles/it's <a> log", LibvirtMapping.ConsoleLogOf(logged));
        Assert.Contains("append=\"on\"", logged);
        Assert.Null(LibvirtMapping.Converge(logged, spec));
        Assert.Null(LibvirtMapping.ConsoleLogOf(LibvirtMapping.DomainXml(spec, "qemu", null, null)));
    }

    [Theory]
    [InlineData("<serial type='pty'/><console type='pty'><log file='/second'/></console>", null)]
    [InlineData("<console type='pty'><log file='/only'/></console>", "/only")]
    [InlineData("<serial type='pty'><log file='/first'/></serial><serial><log file='/second'/></serial>", "/first")]
    [InlineData("", null)]
    public void The_first_serial_console_is_the_one_that_is_read(string devices, string? log) => Assert.Equal(
        log, LibvirtMapping.ConsoleLogOf($"<domain><name>a</name><devices>{devices}</devices></domain>"));

    [Theory]
    [InlineData("<capacity>1099511627776</capacity><physical unit='bytes'>12</physical>", 12)]
    [InlineData("<capacity unit='bytes'>0</capacity>", 0)]
    public void A_file_is_as_long_as_it_is_whatever_it_begins_like(string sizes, long length) => Assert.Equal(
        length, LibvirtMapping.LengthOf(new("consoles", $"<volume><name>a.log</name>{sizes}</volume>")));

    private static string Define(ResourceSpec spec)
    {
        var uuid = ServerIdentity.Uuid(spec.Id);
        return spec.Server!.Image is null
            ? LibvirtMapping.DomainXml(spec, "qemu", null, null)
            : LibvirtMapping.DomainXml(
                spec, "qemu", $"/srv/disks/{ServerIdentity.Disk(uuid)}", $"/srv/disks/{ServerIdentity.Seed(uuid)}");
    }

    private static ResourceObject Shown(string xml, string uuid) =>
        LibvirtMapping.Server(new(uuid, xml, 5, 0, false), "host", NoLeases, Places);
}
