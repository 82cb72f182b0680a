using System.CommandLine;
using Hcos.Host.Local;
using Hcos.Host.Sample;

namespace Hcos.Host.Commands;

/// <summary><c>up</c>: the whole platform on this machine, with the sample estate and business system.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var command = new Command("up", "Starts the platform on this machine. Example: hcos up --detach --port 7071");
        var data = CommonOptions.Data();
        var port = CommonOptions.Port();
        var estateFile = new Option<string?>("--estate") { Description = "estate file; default: the sample estate" };
        var detach = new Option<bool>("--detach") { Description = "return when everything is ready" };
        command.Options.Add(data);
        command.Options.Add(port);
        command.Options.Add(estateFile);
        command.Options.Add(detach);
        command.SetAction((parsed, cancellationToken) => UpAsync(
            new UpRequest(
                new DataFolder(parsed.GetValue(data)),
                parsed.GetValue(port),
                parsed.GetValue(estateFile),
                parsed.GetValue(detach)),
            TimeProvider.System,
            cancellationToken));
        return command;
    }

    private static async Task<int> UpAsync(
        UpRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var estateText = request.Estate is null
            ? null
            : await File.ReadAllTextAsync(request.Estate, cancellationToken).ConfigureAwait(false);
        var given = estateText is null ? null : EstateFile.Parse(estateText, request.Data.Path);
        var say = new Progress(time);
        var root = Environment.GetEnvironmentVariable("HCOS_ROOT") ?? AppContext.BaseDirectory;
        var peers = new EmbeddedPeers(root, request.Data, Progress.Detail);
        var process = new PlatformProcess(request.Data, time);
        var estate = new SimulatedEstate(request.Data, time);
        if (!process.IsRunning && !LocalPort.IsFree(request.Port))
        {
            throw new LocalException($"port {request.Port} is in use by something else; choose another with --port");
        }

        say.Step("starting PostgreSQL and libvirt");
        var starting = peers.StartLibvirtAsync(cancellationToken);
        var simulating = given is null
            ? estate.StartAsync(say, cancellationToken)
            : Task.FromResult<IReadOnlyDictionary<SimulatedKind, string>>(new Dictionary<SimulatedKind, string>());
        var postgres = await peers.StartPostgresAsync(cancellationToken).ConfigureAwait(false);
        if (!process.IsRunning) StartPlatform(process, request, postgres);
        var libvirt = await starting.ConfigureAwait(false);
        if (libvirt is null && given is null)
        {
            say.Warn("without libvirt the simulated driver stands in: no real servers");
        }

        var simulated = await simulating.ConfigureAwait(false);
        var url = await WaitUntilReadyAsync(process, request, time, say, cancellationToken).ConfigureAwait(false);
        using var api = new ApiClient(url, request.Data.EnsureToken());
        var environments = new EstateRegistration(api, say);
        await estate.StoreAsync(simulated.Keys, environments, cancellationToken).ConfigureAwait(false);
        var registered = given ?? SampleEstate.Over(libvirt, simulated);
        await environments.RegisterAsync(registered, cancellationToken).ConfigureAwait(false);
        var deployment = new SampleDeployment(api, say, time);
        if (given is null)
        {
            var manifest = Path.Combine(root, "deploy", "samples", SampleEstate.Manifest(libvirt, simulated));
            await deployment.DeployAsync(manifest, registered, cancellationToken).ConfigureAwait(false);
        }

        await deployment.PrintAsync(url, request.Data, given is null, cancellationToken).ConfigureAwait(false);
        foreach (var hint in estate.Hints(simulated)) await Console.Out.WriteLineAsync(hint).ConfigureAwait(false);
        if (request.Detach) return 0;
        return await AttendAsync(process, estate, peers, say, time, cancellationToken).ConfigureAwait(false);
    }

    private static void StartPlatform(PlatformProcess process, UpRequest request, string postgres)
    {
        request.Data.EnsureToken();
        // The connection string may hold a password: it goes by the environment, never by the argument list.
        Environment.SetEnvironmentVariable("HCOS_POSTGRES", postgres);
        process.Start(["run", "--data", request.Data.Path, "--port", $"{request.Port}"]);
    }

    private static async Task<string> WaitUntilReadyAsync(
        PlatformProcess process, UpRequest request, TimeProvider time, Progress say,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var url = $"http://127.0.0.1:{request.Port}";
        say.Step("starting the platform");
        while (true)
        {
            if (File.Exists(request.Data.UrlFile))
            {
                url = await File.ReadAllTextAsync(request.Data.UrlFile, cancellationToken).ConfigureAwait(false);
                if (url.Length > 0)
                {
                    using var api = new ApiClient(url, request.Data.EnsureToken());
                    if (await api.IsReadyAsync(cancellationToken).ConfigureAwait(false)) return url;
                }
            }

            var waited = time.GetElapsedTime(began);
            if (waited > ReadyWithin || (waited > TimeSpan.FromSeconds(5) && !process.IsRunning))
            {
                throw new LocalException($"the platform did not become ready; see {request.Data.Log}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stays until Ctrl-C, or until the platform ends; then stops what was started.</summary>
    private static async Task<int> AttendAsync(
        PlatformProcess process, SimulatedEstate estate, EmbeddedPeers peers, Progress say, TimeProvider time,
        CancellationToken cancellationToken)
    {
        say.Step("running; Ctrl-C stops it");
        while (process.IsRunning && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var ended = cancellationToken.IsCancellationRequested ? 0 : 1;
        say.Step("stopping");
        await process.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await estate.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await peers.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return ended;
    }

    private sealed record UpRequest(DataFolder Data, int Port, string? Estate, bool Detach);
}
