using System.Net.Sockets;
using System.Runtime.Versioning;
using Hcos.Cie.Simulators.Control;
using Hcos.Cie.Simulators.HyperV;

namespace Hcos.Cie.Tests.HyperV;

/// <summary>Machines' guests are real processes that live and die with the machines.</summary>
public sealed class GuestTests : IAsyncLifetime
{
    private const int Port = 18066;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcos-guests-");
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        Timeout = TimeSpan.FromMilliseconds(500),
    };

    private HyperVEndpoint _endpoint = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _endpoint = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        _http.Dispose();
        Assert.Empty(Processes());
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_guest_answers_while_its_machine_runs_and_is_gone_when_it_is_off_or_saved()
    {
        var machine = Create("web-1");
        Assert.Null(Shown(machine).Address);
        foreach (var end in new Action<string>[] { _endpoint.Outside.TurnOff, _endpoint.Outside.Save })
        {
            _endpoint.Outside.Start(machine);
            Assert.Equal("web-1\n", await AnswerAsync(machine));
            end(machine);
            await UntilAsync(() => Processes().Count == 0);
        }
    }

    [Fact]
    public async Task A_guest_of_a_paused_machine_is_there_and_answers_nobody_until_it_goes_on()
    {
        var machine = Create("web-1");
        _endpoint.Outside.Start(machine);
        await AnswerAsync(machine);
        var address = Shown(machine).Address!;
        var process = await ProcessAsync();

        _endpoint.Outside.Pause(machine);
        await UntilAsync(() => StateOf(process) == 'T');
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(address));
        using (var socket = new TcpClient()) await socket.ConnectAsync(address, Port, Token);

        _endpoint.Outside.Start(machine);
        Assert.Equal("web-1\n", await AnswerAsync(machine));
        Assert.Equal(process, await ProcessAsync());
    }

    [Fact]
    public async Task A_machine_whose_guest_is_killed_is_off()
    {
        var machine = Create("web-1");
        _endpoint.Outside.Start(machine);
        await AnswerAsync(machine);

        using (var process = System.Diagnostics.Process.GetProcessById(await ProcessAsync())) process.Kill();

        await UntilAsync(() => Shown(machine).State == "off");
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
        Assert.Empty(Processes());
        _endpoint = await StartAsync();

        Assert.Equal(before, _endpoint.Outside.Look());
        Assert.Equal("off", Shown(off).State);
        Assert.Equal("runs\n", await AnswerAsync(runs));
        await UntilAsync(() => Processes().Count == 2);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void What_is_kept_of_a_host_can_be_read_by_nobody_else()
    {
        Create("web-1");

        var file = Path.Combine(_folder.FullName, "host.json");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(file), Patience));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private static HyperVEndpointOptions Options(DirectoryInfo folder) => new()
    {
        Password = "secret",
        Folder = folder.FullName,
        GuestPort = Port,
        TransitionTime = TimeSpan.FromMilliseconds(5),
    };

    private static char StateOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    private Task<HyperVEndpoint> StartAsync() =>
        HyperVEndpoint.StartAsync(Options(_folder), TimeProvider.System, Token);

    private string Create(string name) => _endpoint.Outside.Create(name, "hcos-guest");

    private OutsideMachine Shown(string machine) => _endpoint.Outside.Look().Single(one => one.Id == machine);

    private Task<string> AskAsync(string address) =>
        _http.GetStringAsync(new Uri($"http://{address}:{Port}/cgi-bin/index.cgi"), Token);

    /// <summary>What the guest answers, once it does.</summary>
    private async Task<string> AnswerAsync(string machine)
    {
        string? answer = null;
        await UntilAsync(async () =>
        {
            try
            {
                answer = await AskAsync(Shown(machine).Address!);
                return true;
            }
            catch (Exception early) when (early is HttpRequestException or OperationCanceledException)
            {
                return false;
            }
        });
        return answer!;
    }

    /// <summary>The only guest; what answered for it is a child, which may need a moment to end.</summary>
    private async Task<int> ProcessAsync()
    {
        await UntilAsync(() => Processes().Count == 1);
        return Assert.Single(Processes());
    }

    /// <summary>Processes that serve what is in this test's folder.</summary>
    private List<int> Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && IsGuest(id)),
    ];

    private bool IsGuest(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains(_folder.FullName, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Task UntilAsync(Func<bool> isThere) => UntilAsync(() => Task.FromResult(isThere()));

    private static async Task UntilAsync(Func<Task<bool>> isThere)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Token);
        late.CancelAfter(Patience);
        while (!await isThere())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, late.Token);
        }
    }
}
