using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Testing.Platform;

namespace Hcos.Cie.Tests.HyperV;

/// <summary>The endpoint as pywinrm sees it, a client of WS-Management that is not ours.</summary>
public sealed class WinRmClientTests
{
    private const string Password = "for-pywinrm";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    public async Task It_lists_machines_settings_checkpoints_and_jobs(string how)
    {
        var options = new HyperVEndpointOptions { Password = Password };
        await using var endpoint = await HyperVEndpoint.StartAsync(options, TimeProvider.System, Token);
        var guid = endpoint.Outside.Create("one");
        endpoint.Outside.Keep(guid);
        await StartAsync(endpoint, guid);

        var machines = await AskAsync(endpoint, "SELECT * FROM Msvm_ComputerSystem", how);
        Assert.Equal(["Hosting Computer System", "Virtual Machine"], Values(machines, "Caption"));
        Assert.Contains(guid, Values(machines, "Name"));
        var settings = await AskAsync(endpoint, "SELECT * FROM Msvm_VirtualSystemSettingData", how);
        Assert.Equal(
            ["Microsoft:Hyper-V:Snapshot:Realized", "Microsoft:Hyper-V:System:Realized"],
            Values(settings, "VirtualSystemType"));
        Assert.Equal([guid, guid], Values(settings, "VirtualSystemIdentifier"));
        var jobs = await AskAsync(endpoint, "SELECT * FROM Msvm_ConcreteJob", how);
        Assert.Equal("Changing the state", Assert.Single(Values(jobs, "Caption"), caption => caption[0] == 'C'));
    }

    private static async Task StartAsync(HyperVEndpoint endpoint, string guid)
    {
        using var client = new ForeignClient(endpoint.Address, Password);
        await client.InvokeAsync(
            "Msvm_ComputerSystem",
            "RequestStateChange",
            $"<w:Selector Name='Name'>{guid}</w:Selector>",
            "<p:RequestedState>2</p:RequestedState>",
            Token);
    }

    private static async Task<IReadOnlyList<JsonNode>> AskAsync(HyperVEndpoint endpoint, string query, string how)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "HyperV", "winrm_query.py");
        var (code, output, errors) = await Tool.TryRunAsync(
            "/usr/bin/python3", [script, endpoint.Address.AbsoluteUri, query, how], $"{Password}\n", Token);
        Assert.True(code == 0, errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private static IEnumerable<string> Values(IReadOnlyList<JsonNode> items, string property) =>
        items.Select(item => $"{item[property]}").Order(StringComparer.Ordinal);
}
