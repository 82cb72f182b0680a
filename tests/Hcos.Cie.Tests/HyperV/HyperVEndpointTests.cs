using System.Net;
using System.Xml.Linq;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Cie.Simulators.HyperV.Objects;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Cie.Tests.HyperV;

/// <summary>What clients that are not ours were seen to demand of a host.</summary>
public sealed partial class HyperVEndpointTests : IAsyncLifetime
{
    private const string Password = "secret";

    private readonly VirtualTimeProvider _time = new(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));
    private HyperVEndpoint _endpoint = null!;
    private ForeignClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await HyperVEndpoint.StartAsync(new() { Password = Password }, _time, Token);
        _client = new(_endpoint.Address, Password);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _endpoint.DisposeAsync();
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(null, "<anything/>")]
    [InlineData("wrong", "")]
    public async Task Who_does_not_prove_who_he_is_is_asked_and_told_nothing(string? password, string text)
    {
        using var stranger = new ForeignClient(_endpoint.Address, password);
        using var response = await stranger.PostAsync(text, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")]
    public async Task What_is_no_message_is_a_fault(string text)
    {
        using var response = await _client.PostAsync(text, Token);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("w:InvalidParameter", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task It_says_what_it_is()
    {
        const string Identify =
            "<i:Identify xmlns:i='http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd'/>";
        var reply = await _client.TextAsync("", "", "", Identify, Token);

        Assert.Contains("simulated Hyper-V host", reply);
    }

    [Theory]
    [InlineData("Msvm_ComputerSystem")]
    [InlineData("Msvm_VirtualSystemSettingData")]
    [InlineData("Msvm_ProcessorSettingData")]
    [InlineData("Msvm_MemorySettingData")]
    [InlineData("Msvm_ResourceAllocationSettingData")]
    [InlineData("Msvm_VirtualEthernetSwitch")]
    [InlineData("Win32_OperatingSystem")]
    [InlineData("Win32_ComputerSystem")]
    [InlineData("Win32_Processor")]
    [InlineData("Win32_ComputerSystemProduct")]
    public async Task Every_scalar_property_of_a_class_is_there_exactly_once(string type)
    {
        _endpoint.Outside.Create("one");
        var known = CimClasses.Get(type);
        var items = await _client.QueryAsync($"SELECT * FROM {type}", Token, known.Namespace);

        Assert.NotEmpty(items);
        XNamespace own = known.ResourceUri;
        foreach (var item in items)
        {
            Assert.Equal(own + type, item.Name);
            Assert.All(known.Scalars, property => Assert.Single(item.Elements(own + property)));
        }
    }

    [Theory]
    [InlineData("SELECT * FROM Msvm_ComputerSystem", 3)]
    [InlineData("SELECT * FROM Msvm_ComputerSystem WHERE Name != __SERVER", 2)]
    [InlineData("select * from msvm_computersystem where caption = 'virtual machine' and elementname like 'ONE%'", 1)]
    [InlineData("SELECT Name, EnabledState FROM Msvm_ComputerSystem WHERE (EnabledState = 2 OR EnabledState = 9)", 1)]
    [InlineData("SELECT * FROM Msvm_ProcessorSettingData WHERE InstanceID LIKE 'Microsoft:Definition%Maximum'", 1)]
    [InlineData("SELECT * FROM Msvm_VirtualEthernetSwitch WHERE HealthState = 5", 1)]
    public async Task Queries_find_what_they_ask_for(string query, int count)
    {
        _endpoint.Outside.Create("one");
        _endpoint.Outside.Create("two");

        Assert.Equal(count, (await _client.QueryAsync(query, Token)).Count);
    }

    [Fact]
    public async Task An_optimised_enumeration_brings_its_first_items_at_once()
    {
        for (var number = 0; number < 5; number++) _endpoint.Outside.Create($"vm-{number}");
        const string Options = "<w:OptimizeEnumeration/><w:MaxElements>3</w:MaxElements>";

        Assert.Equal(6, (await _client.QueryAsync("SELECT * FROM Msvm_ComputerSystem", Token, options: Options)).Count);
    }

    [Fact]
    public async Task References_are_enumerated_on_demand_and_lead_to_the_instance()
    {
        var guid = _endpoint.Outside.Create("one");
        var references = await _client.QueryAsync(
            $"SELECT * FROM Msvm_ComputerSystem WHERE Name = '{guid.ToLowerInvariant()}'",
            Token,
            options: "<w:EnumerationMode>EnumerateEPR</w:EnumerationMode>");
        var selectors = Assert.Single(references).Descendants(ForeignClient.Management + "SelectorSet").Single();
        var body = await _client.SendAsync(
            "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get",
            ForeignClient.Uri("Msvm_ComputerSystem"),
            selectors.ToString(),
            "",
            Token);

        Assert.Equal("one", Value(body.Elements().Single(), "ElementName"));
    }

    [Fact]
    public async Task Associations_lead_from_a_machine_to_its_settings_and_from_those_to_their_parts()
    {
        var guid = _endpoint.Outside.Create("one");
        var settings = await _client.QueryAsync(
            $"ASSOCIATORS OF {{Msvm_ComputerSystem.CreationClassName='Msvm_ComputerSystem',Name='{guid}'}} "
            + "WHERE AssocClass = Msvm_SettingsDefineState ResultClass = Msvm_VirtualSystemSettingData",
            Token);
        var memory = await _client.QueryAsync(
            $"ASSOCIATORS OF {{Msvm_VirtualSystemSettingData.InstanceID='Microsoft:{guid}'}} "
            + "WHERE AssocClass = Msvm_VirtualSystemSettingDataComponent ResultClass = Msvm_MemorySettingData",
            Token);

        Assert.Single(settings);
        Assert.Single(memory);
    }

    [Fact]
    public async Task Associations_that_are_not_named_are_all_followed_in_both_directions()
    {
        var guid = _endpoint.Outside.Create("one");
        _endpoint.Outside.Keep(guid);
        var settings = await _client.QueryAsync(
            $"ASSOCIATORS OF {{Msvm_ComputerSystem.CreationClassName='Msvm_ComputerSystem',Name='{guid}'}} "
            + "WHERE ResultClass = Msvm_VirtualSystemSettingData",
            Token);
        Assert.Equal(2, settings.Count);

        foreach (var id in settings.Select(one => Value(one, "InstanceID")))
        {
            var machine = Assert.Single(await _client.QueryAsync(
                $"ASSOCIATORS OF {{Msvm_VirtualSystemSettingData.InstanceID='{id}'}} "
                + "WHERE ResultClass = Msvm_ComputerSystem",
                Token));
            Assert.Equal(guid, Value(machine, "Name"));
        }
    }

    [Fact]
    public async Task Objects_are_enumerated_with_their_references_where_both_are_wanted()
    {
        _endpoint.Outside.Create("one");
        var items = await _client.QueryAsync(
            "SELECT * FROM Msvm_ComputerSystem WHERE ElementName = 'one'",
            Token,
            options: "<w:EnumerationMode>EnumerateObjectAndEPR</w:EnumerationMode>");

        var item = Assert.Single(items);
        Assert.Equal(["Msvm_ComputerSystem", "EndpointReference"], item.Elements().Select(part => part.Name.LocalName));
        Assert.Equal(ForeignClient.Management + "Item", item.Name);
    }

    [Theory]
    [InlineData("SELECT * FROM NoSuchClass", "a:DestinationUnreachable")]
    [InlineData("SELECT * FROM Win32_OperatingSystem", "a:DestinationUnreachable")]
    [InlineData("SELECT * FROM", "w:CannotProcessFilter")]
    [InlineData("DELETE FROM Msvm_ComputerSystem", "w:CannotProcessFilter")]
    [InlineData("SELECT * FROM Msvm_ComputerSystem WHERE Name = 'a", "w:CannotProcessFilter")]
    public async Task What_is_not_understood_is_a_fault_that_says_so(string query, string subcode)
    {
        var text = await _client.TextAsync(
            $"{ForeignClient.Enumeration.NamespaceName}/Enumerate",
            ForeignClient.Uri("*"),
            "",
            "<n:Enumerate><w:Filter Dialect='http://schemas.microsoft.com/wbem/wsman/1/WQL'>"
            + $"{query}</w:Filter></n:Enumerate>",
            Token);

        Assert.Contains($"<s:Value>{subcode}</s:Value>", text);
    }

    [Theory]
    [InlineData(HyperVAccess.Denied, "w:AccessDenied")]
    [InlineData(HyperVAccess.Hidden, "EndOfSequence")]
    [InlineData(HyperVAccess.Absent, "a:DestinationUnreachable")]
    public async Task An_account_may_be_shown_Windows_and_nothing_of_Hyper_V(HyperVAccess access, string answer)
    {
        await using var endpoint = await HyperVEndpoint.StartAsync(
            new() { Password = Password, Access = access }, _time, Token);
        endpoint.Outside.Create("one");
        using var client = new ForeignClient(endpoint.Address, Password);
        var text = await client.TextAsync(
            $"{ForeignClient.Enumeration.NamespaceName}/Enumerate",
            ForeignClient.Uri("Msvm_ComputerSystem"),
            "",
            "<n:Enumerate><w:OptimizeEnumeration/></n:Enumerate>",
            Token);

        Assert.Contains(answer, text);
        Assert.DoesNotContain("ElementName", text);
        Assert.Single(await client.QueryAsync("SELECT * FROM Win32_OperatingSystem", Token, "root/cimv2"));
    }

    [Fact]
    public async Task The_older_namespace_is_not_there()
    {
        var text = await _client.TextAsync(
            $"{ForeignClient.Enumeration.NamespaceName}/Enumerate",
            ForeignClient.Uri("Msvm_ComputerSystem", "root/virtualization"),
            "",
            "<n:Enumerate/>",
            Token);

        Assert.Contains("2150858778", text);
    }
}
