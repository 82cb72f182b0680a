using System.Runtime.Versioning;
using Hcos.Cie.Simulators.OpenStack;
using Hcos.Cie.Tests.Guests;

namespace Hcos.Cie.Tests.OpenStack;

/// <summary>Servers' guests are real processes that live and die with the servers.</summary>
public sealed class CloudGuestTests : IAsyncLifetime
{
    private const int Port = 18067;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcos-cloud-");
    private readonly GuestWatch _guests;
    private OpenStackEndpoint _endpoint = null!;

    public CloudGuestTests() => _guests = new(_folder, Port);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _endpoint = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        Assert.Empty(_guests.Processes());
        _guests.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_guest_answers_while_its_server_is_active_and_nobody_while_it_is_paused_or_suspended()
    {
        var server = _endpoint.Outside.Create("web-1", "hcos-guest");
        Assert.Null(Shown(server).Address);
        _endpoint.Outside.Start(server);
        Assert.Equal("web-1\n", await AnswerAsync(server));
        var process = await _guests.ProcessAsync();

        foreach (var hold in new Action<string>[] { _endpoint.Outside.Pause, _endpoint.Outside.Suspend })
        {
            hold(server);
            await GuestWatch.UntilAsync(() => GuestWatch.StateOf(process) == 'T');
            _endpoint.Outside.Start(server);
            Assert.Equal("web-1\n", await AnswerAsync(server));
            Assert.Equal(process, await _guests.ProcessAsync());
        }

        _endpoint.Outside.Stop(server);
        await GuestWatch.UntilAsync(() => _guests.Processes().Count == 0);
    }

    [Fact]
    public async Task Nova_learns_later_that_a_guest_ended_below_it()
    {
        var server = _endpoint.Outside.Create("web-1", "hcos-guest");
        _endpoint.Outside.Start(server);
        await AnswerAsync(server);

        _endpoint.Outside.Crash(server);
        Assert.Equal("active", Shown(server).State);
        await GuestWatch.UntilAsync(() => Shown(server).State == "stopped");
        Assert.Empty(_guests.Processes());
    }

    [Fact]
    public async Task A_cloud_that_starts_again_has_its_servers_as_they_were_and_knows_no_token()
    {
        var (runs, rests) = (_endpoint.Outside.Create("runs", "hcos-guest"), _endpoint.Outside.Create("rests", null));
        _endpoint.Outside.Start(runs);
        await AnswerAsync(runs);
        var before = _endpoint.Outside.Look();
        using var client = new CloudClient(_endpoint.Identity);
        await client.SignInAsync("admin", "secret");
        var port = _endpoint.Identity.Port;

        await _endpoint.DisposeAsync();
        Assert.Empty(_guests.Processes());
        _endpoint = await StartAsync(port);

        Assert.Equal(before, _endpoint.Outside.Look());
        Assert.Equal("stopped", Shown(rests).State);
        Assert.Equal("runs\n", await AnswerAsync(runs));
        Assert.Equal(401, (await client.NovaAsync("GET", "/servers")).Status);
        Assert.Equal(201, (await client.SignInAsync("admin", "secret")).Status);
        Assert.Equal("1", $"{(await client.ServerAsync(runs))["OS-EXT-STS:power_state"]}");
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void What_is_kept_of_a_cloud_can_be_read_by_nobody_else()
    {
        _endpoint.Outside.Create("web-1", "hcos-guest");

        var file = Path.Combine(_folder.FullName, "cloud.json");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(file), GuestWatch.Patience));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private Task<OpenStackEndpoint> StartAsync(int port = 0) => OpenStackEndpoint.StartAsync(
        new()
        {
            Password = "secret",
            Folder = _folder.FullName,
            Port = port,
            GuestPort = Port,
            CompareTime = TimeSpan.FromSeconds(1),
        },
        TimeProvider.System,
        Token);

    private Simulators.Control.OutsideMachine Shown(string server) =>
        _endpoint.Outside.Look().Single(one => one.Id == server);

    private Task<string> AnswerAsync(string server) => _guests.AnswerAsync(() => Shown(server).Address!);
}
