using System.Xml.Linq;

namespace Hcos.Cie.Tests.HyperV;

/// <summary>Machines: their making and their states.</summary>
public sealed partial class HyperVEndpointTests
{
    [Fact]
    public async Task A_start_is_a_job_with_the_prefixes_of_a_real_host_and_takes_its_time()
    {
        var guid = _endpoint.Outside.Create("one");
        var text = await _client.TextAsync(
            $"{ForeignClient.Uri("Msvm_ComputerSystem")}/RequestStateChange",
            ForeignClient.Uri("Msvm_ComputerSystem"),
            $"<w:SelectorSet>{Selector("Name", guid)}</w:SelectorSet>",
            $"<q:I xmlns:q='{ForeignClient.Uri("Msvm_ComputerSystem")}'><q:RequestedState>2</q:RequestedState></q:I>",
            Token);

        Assert.Contains("<p:RequestStateChange_OUTPUT", text);
        Assert.Contains("<p:ReturnValue>4096</p:ReturnValue>", text);
        Assert.Contains("<a:RelatesTo>uuid:1-2-3</a:RelatesTo>", text);
        var job = XElement.Parse(text).Descendants(ForeignClient.Management + "Selector")
            .Single(selector => (string?)selector.Attribute("Name") == "InstanceID").Value;
        Assert.Equal(["10"], await ValuesAsync("EnabledState", guid));
        Assert.Equal("4", await JobAsync(job, "JobState"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["2"], await ValuesAsync("EnabledState", guid));
        Assert.Equal("7", await JobAsync(job, "JobState"));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("7", await JobAsync(job, "JobState"));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await JobAsync(job, "JobState"));
    }

    [Theory]
    [InlineData(9, "9")]
    [InlineData(6, "6")]
    [InlineData(3, "3")]
    [InlineData(11, "2")]
    public async Task A_machine_that_runs_goes_where_it_is_told(int requested, string state)
    {
        var guid = _endpoint.Outside.Create("one");
        _endpoint.Outside.Start(guid);
        Assert.Equal("4096", await RequestAsync(guid, requested));
        Assert.Equal("32775", await RequestAsync(guid, requested));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([state], await ValuesAsync("EnabledState", guid));
    }

    [Fact]
    public async Task A_machine_is_put_together_as_libvirt_does_it()
    {
        const string Definition = """
            &lt;?xml version="1.0"?&gt;
              &lt;INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData"&gt;
                &lt;PROPERTY NAME="ElementName" TYPE="string"&gt;&lt;VALUE&gt;made&lt;/VALUE&gt;&lt;/PROPERTY&gt;
              &lt;/INSTANCE&gt;
            """;
        var defined = await ManageAsync("DefineSystem", $"<p:SystemSettings>{Definition}</p:SystemSettings>");
        Assert.Equal("0", Return(defined));
        var machine = Assert.Single(await _client.QueryAsync(
            "SELECT * FROM Msvm_ComputerSystem WHERE ElementName = 'made'", Token));
        var guid = Value(machine, "Name");
        var controllers = await _client.QueryAsync(
            $"SELECT * FROM Msvm_ResourceAllocationSettingData WHERE InstanceID LIKE 'Microsoft:{guid}%'", Token);
        var path = @$"\\hv-sim-1\Root\Virtualization\V2:Msvm_ResourceAllocationSettingData.InstanceID="""
            + Value(controllers[0], "InstanceID").Replace(@"\", @"\\") + "\"";
        var drive = await AddAsync(
            guid, "Msvm_ResourceAllocationSettingData", ("ResourceType", "17"), ("Parent", path));
        var drivePath = $@"\\hv-sim-1\root\virtualization\v2:Msvm_ResourceAllocationSettingData.InstanceID="""
            + drive.Replace(@"\", @"\\") + "\"";
        await AddAsync(
            guid, "Msvm_ResourceAllocationSettingData", ("ResourceType", "31"), ("Parent", drivePath),
            ("HostResource", @"C:\HCOS\Images\hcos-guest.vhdx"));

        var disks = await _client.QueryAsync("SELECT * FROM Msvm_StorageAllocationSettingData", Token);
        Assert.Equal(@"C:\HCOS\Images\hcos-guest.vhdx", Value(Assert.Single(disks), "HostResource"));
        var destroyed = await ManageAsync("DestroySystem", $"""
            <p:AffectedSystem><A:ReferenceParameters><w:SelectorSet>{Selector("Name", guid)}</w:SelectorSet>
            </A:ReferenceParameters></p:AffectedSystem>
            """);
        Assert.Equal("0", Return(destroyed));
        Assert.Empty(_endpoint.Outside.Machines);
    }

    private static string Selector(string name, string value) => $"<w:Selector Name='{name}'>{value}</w:Selector>";

    private static string Value(XElement item, string property) =>
        item.Elements().First(element => element.Name.LocalName == property).Value;

    private static string Return(XElement output) => Value(output, "ReturnValue");

    private Task<XElement> ManageAsync(string method, string parameters) => _client.InvokeAsync(
        "Msvm_VirtualSystemManagementService",
        method,
        Selector("CreationClassName", "Msvm_VirtualSystemManagementService"),
        parameters,
        Token);

    private async Task<string> AddAsync(string guid, string type, params (string Name, string Value)[] properties)
    {
        var output = await ManageAsync("AddResourceSettings", Adding(guid, type, properties));
        Assert.Equal("0", Return(output));
        return output.Descendants(ForeignClient.Management + "Selector")
            .First(selector => (string?)selector.Attribute("Name") == "InstanceID").Value;
    }

    private static string Adding(string guid, string type, (string Name, string Value)[] properties)
    {
        var instance = new XElement(
            "INSTANCE",
            new XAttribute("CLASSNAME", type),
            properties.Select(property => new XElement(
                "PROPERTY", new XAttribute("NAME", property.Name), new XElement("VALUE", property.Value))));
        return $"""
            <p:AffectedConfiguration><A:ReferenceParameters><w:SelectorSet>
            {Selector("InstanceID", $"Microsoft:{guid}")}</w:SelectorSet></A:ReferenceParameters>
            </p:AffectedConfiguration>
            <p:ResourceSettings>{new XText(instance.ToString())}</p:ResourceSettings>
            """;
    }

    private async Task<string> RequestAsync(string guid, int state) => Return(await _client.InvokeAsync(
        "Msvm_ComputerSystem",
        "RequestStateChange",
        Selector("CreationClassName", "Msvm_ComputerSystem") + Selector("Name", guid),
        $"<p:RequestedState>{state}</p:RequestedState>",
        Token));

    private async Task<IEnumerable<string>> ValuesAsync(string property, string guid) =>
        (await _client.QueryAsync($"SELECT * FROM Msvm_ComputerSystem WHERE Name = '{guid}'", Token))
            .Select(item => Value(item, property));

    private async Task<string?> JobAsync(string job, string property) =>
        (await _client.QueryAsync($"SELECT * FROM Msvm_ConcreteJob WHERE InstanceID = '{job}'", Token))
            .Select(item => Value(item, property)).SingleOrDefault();
}
