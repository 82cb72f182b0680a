using System.Globalization;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Hcos.Ci2.Drivers.HyperV;
using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Mapping;

/// <summary>
/// From WMI to the object and back: the typed core reads back from the native description, what is on the list of what
/// is shown is whole, and nothing else is shown.
/// </summary>
public sealed class HyperVRoundTripTests
{
    private const string Machine = "4B8F0F9C-6A3B-4B0E-9B0E-0A3A5C0D1E2F";
    private const string Switch = "C08CB7B8-9B3C-408E-8E30-5E16A3AEB444";
    private const string Path = @"C:\HCOS\Disks\one.vhdx";
    private static readonly HyperVAddress Address = HyperVAddress.Parse("https://host.example:5986/wsman");
    private static readonly HostView View = new(
        "HOST", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [Switch] = "default" }, Address);

    /// <summary>Properties that hold what people, guests or other programs wrote.</summary>
    private static readonly Gen<XElement> Secret =
        from secret in Planted.Secret
        from login in Planted.Login
        from name in Gen.Elements(
            "Notes", "Description", "Password", "UserData", "GuestIntrinsicExchangeItems", "Data", "AuthUrl", "Token",
            "BootSourceOrder", "ConfigurationDataRoot", "AllocationUnits", "PrimaryOwnerContact", "Comment")
        from isLogin in Gen.Elements(true, false)
        select new XElement(name, isLogin ? login : secret);

    private static readonly Gen<ResourceObject> Servers =
        from state in Gen.Elements(2, 3, 6, 9, 32768, 32769, 11)
        from vcpus in Gen.Choose(1, 64)
        from memory in Gen.Choose(32, 1 << 20)
        from mark in Gen.Elements(null, "hcos-server 11111111-2222-4333-8444-555555555555",
            "hcos-server 11111111-2222-4333-8444-555555555555 making")
        from addresses in Gen.SubListOf("10.0.0.7", "fe80::1", "192.168.1.9")
        from isMadeOfImage in Gen.Elements(true, false)
        from secrets in Gen.ListOf(Secret, 5)
        select Server(state, vcpus, memory, mark, [.. addresses], isMadeOfImage, [.. secrets]);

    [Fact]
    public void A_server_reads_back_from_its_native_description() => Planted.Holds(Servers, shown =>
        Planted.IsKept(shown, Again(shown.Key, shown)) && shown.Server!.Volumes.Count <= 1);

    [Fact]
    public void A_server_that_was_made_by_us_is_still_known_by_its_mark()
    {
        var shown = Server(2, 1, 64, "hcos-server 11111111-2222-4333-8444-555555555555 making", [], true, []);
        Assert.Equal(ResourceState.Provisioning, shown.State);
        Assert.Equal(ResourceState.Provisioning, Again(shown.Key, shown).State);
        Assert.Contains("hcos-server", shown.Native!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Disks_images_pools_switches_and_hosts_read_back_as_well()
    {
        var disks =
            from size in Gen.Choose(0, int.MaxValue)
            from capacity in Gen.Choose(0, int.MaxValue)
            from isOverlay in Gen.Elements(true, false)
            from isBroken in Gen.Elements(true, false)
            from secrets in Gen.ListOf(Secret, 3)
            select (size, capacity, isOverlay, isBroken, secrets.ToArray());
        Planted.Holds(disks, given =>
        {
            var (size, capacity, isOverlay, isBroken, secrets) = given;
            var disk = new DiskRecord(
                Path,
                Wmi("CIM_DataFile", [new("Name", Path), new("FileSize", size), .. secrets]),
                isBroken ? null : new Dictionary<string, string>
                {
                    ["MaxInternalSize"] = capacity.ToString(CultureInfo.InvariantCulture),
                    ["ParentPath"] = isOverlay ? @"C:\HCOS\Images\small.vhdx" : "",
                    ["Description"] = Planted.Mark,
                });
            var pool = Wmi(
                "Win32_LogicalDisk", [new("Size", size), new("FreeSpace", capacity), .. secrets]);
            var network = Wmi("Msvm_VirtualEthernetSwitch",
                [new("Name", Switch), new("ElementName", "default"), new("EnabledState", 2), .. secrets]);
            return Kept(
                    HyperVMapping.Volume(disk, Address), native => HyperVMapping.Volume(Disk(disk, native), Address))
                && Kept(HyperVMapping.Image(disk, Address), native => HyperVMapping.Image(Disk(disk, native), Address))
                && Kept(HyperVMapping.Pool(pool, "HOST"), native => HyperVMapping.Pool(native[0], "HOST"))
                && Kept(HyperVMapping.Network(network), native => HyperVMapping.Network(native[0]))
                && Kept(
                    HyperVMapping.Host(Host(size, secrets)),
                    native => HyperVMapping.Host(new(native[0], native[1], native[2])));
        });
    }

    [Fact]
    public void What_a_guest_reports_as_an_address_is_one_or_is_left_out() => Assert.Equal(
        ["10.0.0.7"],
        Server(2, 1, 64, null, ["10.0.0.5/x?", "10.0.0.7", "example.org"], false, []).Server!.Addresses);

    private static ResourceObject Server(
        int state, int vcpus, int memory, string? mark, string[] addresses, bool isMadeOfImage, XElement[] secrets)
    {
        XElement[] notes = mark is null ? [] : [new("Notes", $"{Planted.Mark}\n{mark}")];
        var machine = new Machine(
            Wmi("Msvm_ComputerSystem", [new("Name", Machine), new("ElementName", "web"), new("EnabledState", state)]),
            Wmi("Msvm_VirtualSystemSettingData",
                [new("InstanceID", $"Microsoft:{Machine}"), new("ElementName", "web"), .. notes, .. secrets]));
        List<WmiObject> parts =
        [
            Wmi("Msvm_ProcessorSettingData", [new("VirtualQuantity", vcpus), .. secrets]),
            Wmi("Msvm_MemorySettingData", [new("VirtualQuantity", memory), .. secrets]),
            Wmi("Msvm_EthernetPortAllocationSettingData",
                [new("HostResource", $"\\\\HOST\\root:Msvm_VirtualEthernetSwitch.Name=\"{Switch}\"")]),
            Wmi("Msvm_GuestNetworkAdapterConfiguration",
                [.. addresses.Select(address => new XElement("IPAddresses", address)), .. secrets]),
        ];
        if (isMadeOfImage)
        {
            parts.Add(Wmi("Msvm_StorageAllocationSettingData",
                [new("ResourceSubType", HyperVParts.Disk), new("HostResource", Path), .. secrets]));
        }

        return HyperVMapping.Server(new(ResourceKind.Server, Machine), machine, parts, View)!;
    }

    private static ResourceObject Again(ResourceKey key, ResourceObject shown)
    {
        var native = Natives(shown);
        return HyperVMapping.Server(key, new(native[0], native[1]), native.Skip(2), View)!;
    }

    private static bool Kept(ResourceObject shown, Func<List<WmiObject>, ResourceObject> again) =>
        Planted.IsKept(shown, again(Natives(shown)));

    private static List<WmiObject> Natives(ResourceObject shown) =>
        [.. XElement.Parse(shown.Native!.Text).Elements().Select(element => new WmiObject(element))];

    private static DiskRecord Disk(DiskRecord told, List<WmiObject> native) => told with
    {
        File = native[0],
        Disk = native.Count < 2 ? null : new Dictionary<string, string>
        {
            ["MaxInternalSize"] = native[1]["MaxInternalSize"]!,
            ["ParentPath"] = native[1]["ParentPath"] ?? "",
        },
    };

    private static HostRecord Host(int memory, XElement[] secrets) => new(
        Wmi("Win32_ComputerSystemProduct", [new("UUID", Machine), .. secrets]),
        Wmi("Win32_ComputerSystem",
            [
                new("DNSHostName", "host"), new("NumberOfLogicalProcessors", 4), new("TotalPhysicalMemory", memory),
                new("SystemType", "x64-based PC"), .. secrets,
            ]),
        Wmi("Win32_OperatingSystem", [new("Caption", "Windows"), new("Version", "10.0"), .. secrets]));

    private static WmiObject Wmi(string type, IEnumerable<XElement> properties) => new(new XElement(type, properties));
}
