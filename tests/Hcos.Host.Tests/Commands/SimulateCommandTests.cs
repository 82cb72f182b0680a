using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hcos.Testing.Platform;

namespace Hcos.Host.Tests.Commands;

/// <summary>The simulated Hyper-V host as a process of its own.</summary>
public sealed class SimulateCommandTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hcos-simulate-");
    private readonly int _guestPort = HcosProcess.FreePort();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guests_die_with_a_host_that_is_killed_and_are_back_when_it_starts_again()
    {
        using (var process = Start())
        {
            using var http = await ControlAsync();
            await SendAsync(http, "machines", """{"name": "runs", "image": "hcos-guest"}""");
            await SendAsync(http, "machines", """{"name": "pauses", "image": "hcos-guest"}""");
            foreach (var change in new[] { "runs/start", "pauses/start", "pauses/pause" })
            {
                await SendAsync(http, $"machines/{change}", "");
            }

            await UntilAsync(() => Guests().Count == 2);
            process.Kill();
            await process.WaitForExitAsync(Stop);
            await UntilAsync(() => Guests().Count == 0);
        }

        File.Delete(AddressFile);
        using var again = Start();
        using (var http = await ControlAsync())
        {
            await UntilAsync(() => Guests().Count == 2);
            var machines = JsonNode.Parse(await http.GetStringAsync("machines", Stop))!.AsArray();
            Assert.Equal(["paused", "running"], machines.Select(machine => $"{machine!["state"]}").Order());
        }

        await Tool.RunAsync("kill", ["-TERM", $"{again.Id}"], Stop);
        await again.WaitForExitAsync(Stop);
        Assert.Equal(0, again.ExitCode);
        Assert.Empty(Guests());
    }

    [Fact]
    public async Task What_others_must_not_read_nobody_else_can_read()
    {
        using var process = Start();
        using var http = await ControlAsync();
        await UntilAsync(() => File.Exists(Path.Combine(_data.FullName, "hyper-v", "host.json")));

        Assert.All(["credential", "control-token", "host.json"], name => Assert.Equal(
            Private, File.GetUnixFileMode(Path.Combine(_data.FullName, "hyper-v", name))));
        process.Kill();
        await process.WaitForExitAsync(Stop);
    }

    [Theory]
    [InlineData("Administrator\nsecret\n", Private | UnixFileMode.GroupRead, "chmod 600")]
    [InlineData("Administrator\n", Private, "a line with the password")]
    public async Task A_credential_file_that_is_none_or_that_others_can_read_is_refused(
        string text, UnixFileMode mode, string reason)
    {
        var file = Path.Combine(_data.FullName, "given");
        await File.WriteAllTextAsync(file, text, Stop);
        File.SetUnixFileMode(file, mode);

        var (code, _, errors) = await Tool.TryRunAsync(
            "dotnet",
            [Repository.HostProgram, "simulate", "hyper-v", "--data", _data.FullName, "--credential", file],
            "",
            Stop);

        Assert.Equal(1, code);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret\n", errors, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Delete(recursive: true);

    private string AddressFile => Path.Combine(_data.FullName, "hyper-v", "address");

    private Process Start() => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Repository.HostProgram, "simulate", "hyper-v", "--data", _data.FullName, "--port", "0",
            "--guest-port", $"{_guestPort}",
        ])
    {
        RedirectStandardOutput = true,
    })!;

    /// <summary>The control API, once it is there.</summary>
    private async Task<HttpClient> ControlAsync()
    {
        await UntilAsync(() => File.Exists(AddressFile) && File.ReadAllText(AddressFile).Length > 0);
        var token = await File.ReadAllTextAsync(Path.Combine(_data.FullName, "hyper-v", "control-token"), Stop);
        var address = new Uri(await File.ReadAllTextAsync(AddressFile, Stop));
        var http = new HttpClient { BaseAddress = new Uri(address, "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static async Task SendAsync(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(path, content, Stop);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync(Stop)}");
    }

    /// <summary>Command lines of processes that serve what is in the data folder.</summary>
    private List<string> Guests() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(CommandLine)
            .Where(line => line.Contains(_data.FullName, StringComparison.Ordinal)
                && line.Contains("httpd", StringComparison.Ordinal)),
    ];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static async Task UntilAsync(Func<bool> isThere)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        late.CancelAfter(Patience);
        while (!isThere()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, late.Token);
    }
}
