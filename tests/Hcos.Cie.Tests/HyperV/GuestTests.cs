using System.Net.Sockets;
using System.Runtime.Versioning;
using Hcos.Cie.Simulators.Control;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Cie.Tests.Guests;

namespace Hcos.Cie.Tests.HyperV;

/// <summary>Machines' guests are real processes that live and die with the machines.</summary>
public sealed class GuestTests : IAsyncLifetime
{
    private const int Port = 18066;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcos-guests-");
    private readonly GuestWatch _guests;

    private HyperVEndpoint _endpoint = null!;

    public GuestTests() => _guests = new(_folder, Port);

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
    public async Task A_guest_answers_while_its_machine_runs_and_is_gone_when_it_is_off()
    {
        var machine = Create("web-1");
        Assert.Null(Shown(machine).Address);
        _endpoint.Outside.Start(machine);
        Assert.Equal("web-1\n", await AnswerAsync(machine));
        _endpoint.Outside.TurnOff(machine);
        await GuestWatch.UntilAsync(() => _guests.Processes().Count == 0);
    }

    [Fact]
    public async Task A_guest_of_a_saved_machine_stands_still_and_goes_on_or_is_gone_when_that_is_off()
    {
        var machine = Create("web-1");
        _endpoint.Outside.Start(machine);
        await AnswerAsync(machine);
        var process = await _guests.ProcessAsync();

        _endpoint.Outside.Save(machine);
        Assert.Null(Shown(machine).Address);
        await GuestWatch.UntilAsync(() => GuestWatch.StateOf(process) == 'T');
        _endpoint.Outside.Start(machine);
        Assert.Equal("web-1\n", await AnswerAsync(machine));
        Assert.Equal(process, await _guests.ProcessAsync());

        _endpoint.Outside.Save(machine);
        _endpoint.Outside.TurnOff(machine);
        await GuestWatch.UntilAsync(() => _guests.Processes().Count == 0);
    }

    [Fact]
    public async Task A_guest_of_a_paused_machine_is_there_and_answers_nobody_until_it_goes_on()
    {
        var machine = Create("web-1");
        _endpoint.Outside.Start(machine);
        await AnswerAsync(machine);
        var address = Shown(machine).Address!;
        var process = await _guests.ProcessAsync();

        _endpoint.Outside.Pause(machine);
        await GuestWatch.UntilAsync(() => GuestWatch.StateOf(process) == 'T');
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _guests.AskAsync(address));
        using (var socket = new TcpClient()) await socket.ConnectAsync(address, Port, Token);

        _endpoint.Outside.Start(machine);
        Assert.Equal("web-1\n", await AnswerAsync(machine));
        Assert.Equal(process, await _guests.ProcessAsync());
    }

    [Fact]
    public async Task A_machine_whose_guest_is_killed_is_off()
    {
        var machine = Create("web-1");
        _endpoint.Outside.Start(machine);
        await AnswerAsync(machine);

        using (var process = System.Diagnostics.Process.GetProcessById(await _guests.ProcessAsync())) process.Kill();

        await GuestWatch.UntilAsync(() => Shown(machine).State == "off");
        _endpoint.Outside.Start(machine);
        Assert.Equal("web-1\n", await AnswerAsync(machine));
    }

    [Fact]
    public async Task Guests_of_one_host_and_of_two_hosts_have_addresses_of_their_own()
    {
        var folder = Directory.CreateTempSubdirectory("hcos-guests-");
        await using (var other = await HyperVEndpoint.StartAsync(Options(folder), TimeProvider.System, Token))
        {
            string[] names = ["a", "b"];
            var addresses = new List<string>();
            foreach (var endpoint in new[] { _endpoint, other })
            {
                foreach (var machine in names.Select(name => endpoint.Outside.Create(name, "hcos-guest")))
                {
                    endpoint.Outside.Start(machine);
                    addresses.Add(endpoint.Outside.Look().Single(one => one.Id == machine).Address!);
                }
            }

            Assert.Equal(4, addresses.Distinct().Count());
            Assert.All(addresses, address => Assert.StartsWith("127.66.", address, StringComparison.Ordinal));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_host_that_starts_again_has_its_machines_as_they_were()
    {
        var (runs, paused, off) = (Create("runs"), Create("pauses"), Create("rests"));
        foreach (var machine in new[] { runs, paused }) _endpoint.Outside.Start(machine);
        _endpoint.Outside.Pause(paused);
        await AnswerAsync(runs);
        var before = _endpoint.Outside.Look();

        await _endpoint.DisposeAsync();
        Assert.Empty(_guests.Processes());
        _endpoint = await StartAsync();

        Assert.Equal(before, _endpoint.Outside.Look());
        Assert.Equal("off", Shown(off).State);
        Assert.Equal("runs\n", await AnswerAsync(runs));
        await GuestWatch.UntilAsync(() => _guests.Processes().Count == 2);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void What_is_kept_of_a_host_can_be_read_by_nobody_else()
    {
        Create("web-1");

        var file = Path.Combine(_folder.FullName, "host.json");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(file), GuestWatch.Patience));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private static HyperVEndpointOptions Options(DirectoryInfo folder) => new()
    {
        Password = "secret",
        Folder = folder.FullName,
        GuestPort = Port,
        TransitionTime = TimeSpan.FromMilliseconds(5),
    };

    private Task<HyperVEndpoint> StartAsync() =>
        HyperVEndpoint.StartAsync(Options(_folder), TimeProvider.System, Token);

    private string Create(string name) => _endpoint.Outside.Create(name, "hcos-guest");

    private OutsideMachine Shown(string machine) => _endpoint.Outside.Look().Single(one => one.Id == machine);

    private Task<string> AnswerAsync(string machine) => _guests.AnswerAsync(() => Shown(machine).Address!);
}
