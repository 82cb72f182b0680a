using System.Xml.Linq;

namespace Hcos.Cie.Tests.HyperV;

/// <summary>What machines consist of, found as libvirt's client looks for it.</summary>
public sealed partial class HyperVEndpointTests
{
    private const string Allocations = "Msvm_ResourceAllocationSettingData";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_machine_that_somebody_made_has_its_disk_in_a_drive_and_its_card_on_a_switch(bool isCopy)
    {
        var guid = _endpoint.Outside.Create("one", "hcos-guest");
        if (isCopy) guid = _endpoint.Outside.Copy(guid);
        var allocations = await PartsAsync(guid, Allocations);
        var disk = Assert.Single(await PartsAsync(guid, "Msvm_StorageAllocationSettingData"));

        var drive = ParentOf(disk, allocations);
        Assert.Equal("17", Value(drive, "ResourceType"));
        Assert.Equal("5", Value(ParentOf(drive, allocations), "ResourceType"));

        var card = Assert.Single(await PartsAsync(guid, "Msvm_SyntheticEthernetPortSettingData"));
        var connection = Assert.Single(await PartsAsync(guid, "Msvm_EthernetPortAllocationSettingData"));
        Assert.Equal(card.ToString(), ParentOf(connection, [card]).ToString());
        Assert.Single(await AtAsync("Msvm_SyntheticEthernetPortSettingData", Value(connection, "Parent")));
        Assert.Single(await AtAsync("Msvm_VirtualEthernetSwitch", Value(connection, "HostResource")));
    }

    [Fact]
    public async Task A_new_machine_has_the_controllers_ports_and_diskette_drive_of_the_first_generation()
    {
        var guid = _endpoint.Outside.Create("one");
        var allocations = await PartsAsync(guid, Allocations);

        Assert.Equal(2, allocations.Count(part => Value(part, "ResourceType") == "5"));
        var drive = Assert.Single(allocations, part => Value(part, "ResourceType") == "14");
        Assert.Equal("1", Value(ParentOf(drive, allocations), "ResourceType"));
        var ports = await PartsAsync(guid, "Msvm_SerialPortSettingData");
        Assert.All(ports, port => Assert.Equal("21", Value(port, "ResourceType")));
        Assert.Equal(["COM 1", "COM 2"], ports.Select(port => Value(port, "ElementName")));
    }

    [Fact]
    public async Task Virt_who_finds_the_version_of_the_host_and_what_guests_call_themselves()
    {
        _endpoint.Outside.Create("one");
        var service = Assert.Single(await _client.QueryAsync(
            @"select * from CIM_Datafile where Path = '\\windows\\system32\\' and FileName='vmms'",
            Token,
            "root/cimv2"));
        Assert.StartsWith("10.", Value(service, "Version"), StringComparison.Ordinal);

        var settings = Assert.Single(await _client.QueryAsync(
            "select BIOSGUID, VirtualSystemIdentifier from Msvm_VirtualSystemSettingData "
            + "where VirtualSystemType = 'Microsoft:Hyper-V:System:Realized'",
            Token));
        Assert.True(Guid.TryParseExact(Value(settings, "BIOSGUID"), "B", out _));
    }

    [Fact]
    public async Task A_controller_takes_one_drive_at_an_address()
    {
        var guid = _endpoint.Outside.Create("one", "hcos-guest");
        var drive = Assert.Single(
            await PartsAsync(guid, Allocations), part => Value(part, "ResourceType") == "17");
        (string, string)[] another =
        [
            ("ResourceType", "17"), ("Parent", Value(drive, "Parent")), ("AddressOnParent", "0"),
        ];

        var refused = await ManageAsync("AddResourceSettings", Adding(guid, Allocations, another));

        Assert.NotEqual("0", Return(refused));
        await AddAsync(guid, Allocations, [.. another[..2], ("AddressOnParent", "1")]);
    }

    private Task<List<XElement>> PartsAsync(string guid, string type) =>
        _client.QueryAsync($"SELECT * FROM {type} WHERE InstanceID LIKE 'Microsoft:{guid}%'", Token);

    /// <summary>It does not compare paths but looks which instance's id one ends with.</summary>
    private static XElement ParentOf(XElement part, IEnumerable<XElement> candidates)
    {
        var parent = Value(part, "Parent");
        return Assert.Single(candidates, candidate => parent.EndsWith(
            Value(candidate, "InstanceID").Replace(@"\", @"\\") + "\"", StringComparison.Ordinal));
    }

    private Task<List<XElement>> AtAsync(string type, string path) =>
        _client.QueryAsync($"SELECT * FROM {type} WHERE __PATH = '{path.Replace(@"\", @"\\")}'", Token);
}
