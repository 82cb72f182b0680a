using System.Diagnostics;
using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.UpDown;

/// <summary>One data folder with its <c>up</c> and <c>down</c>, as people use them.</summary>
internal sealed class UpDownCommand : IAsyncDisposable
{
    public UpDownCommand()
    {
        Port = HcosProcess.FreePort();
        Data = Path.Combine("/var/tmp", $"hcos-up-{Port}");
        Api = new HcosApi(
            new Uri($"http://127.0.0.1:{Port}"), () => File.ReadAllText(Path.Combine(Data, "admin-token")));
    }

    public string Data { get; }

    public int Port { get; }

    public HcosApi Api { get; }

    /// <summary>The number of its network and bridge.</summary>
    public string Subnet => File.ReadAllText(Path.Combine(Data, "libvirt", "subnet")).Trim();

    /// <summary>Runs <c>up --detach</c>; answers what it printed and how long it took.</summary>
    public async Task<(string Output, TimeSpan Took)> UpAsync(string[] more, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var output = await RunAsync(
            ["up", "--detach", "--data", Data, "--port", $"{Port}", .. more], cancellationToken);
        return (output, Stopwatch.GetElapsedTime(began));
    }

    public Task<string> DownAsync(CancellationToken cancellationToken) =>
        RunAsync(["down", "--data", Data], cancellationToken);

    /// <summary>Runs the platform's own command line against it.</summary>
    public Task<string> AskAsync(string[] arguments, CancellationToken cancellationToken) =>
        RunAsync(arguments, cancellationToken);

    /// <summary>The first events that the command line follows, as JSON.</summary>
    public Task<IReadOnlyList<string>> FirstEventsAsync(int count, CancellationToken cancellationToken) =>
        HostProgram.FirstLinesAsync(
            Data, ["events", "follow", "--from", "beginning", "--output", "json"], count, cancellationToken);

    /// <summary>The first lines of a console that the command line follows.</summary>
    public Task<IReadOnlyList<string>> FirstConsoleLinesAsync(
        string server, int count, CancellationToken cancellationToken) =>
        HostProgram.FirstLinesAsync(Data, ["servers", "console", server, "--follow"], count, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await TryAsync(["down", "--data", Data], CancellationToken.None);
        await Tool.TryRunAsync(
            Repository.File("deploy", "embedded", "libvirt"), ["clean", Path.Combine(Data, "libvirt")], "",
            CancellationToken.None);
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
    }

    private async Task<string> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var (code, output, errors) = await TryAsync(arguments, cancellationToken);
        Assert.True(code == 0, $"{string.Join(' ', arguments)} ended with {code}: {errors}{output}");
        return output;
    }

    private Task<(int Code, string Output, string Errors)> TryAsync(
        string[] arguments, CancellationToken cancellationToken) =>
        HostProgram.RunAsync(Data, arguments, cancellationToken);
}
