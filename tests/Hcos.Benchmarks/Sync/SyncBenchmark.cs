using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Benchmarks.Sync.Places;
using Hcos.Testing.Platform;
using Hcos.Testing.Postgres;

namespace Hcos.Benchmarks.Sync;

/// <summary>
/// Changes made outside, from libvirt's own event to the answer of the API. Servers without a system, one change at a
/// time; the clock of this machine on both sides.
/// </summary>
internal sealed class SyncBenchmark : IBenchmark
{
    private const int Servers = 25;
    private const int Rounds = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // As the readers of the benchmark "changes": one that asks without a pause takes a core from what it measures.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    public string Name => "sync";

    public string Summary =>
        "changes made outside, from libvirt's own event to the API's answer, and the native calls that this costs";

    /// <summary>How long native calls are counted.</summary>
    public CallTimes Times { get; init; } = CallTimes.Usual;

    public Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken) =>
        RunAsync(Servers, Rounds, cancellationToken);

    private async Task<IReadOnlyList<Figure>> RunAsync(int servers, int rounds, CancellationToken cancellationToken)
    {
        await using var postgres = new PostgresPeer();
        await postgres.StartAsync(cancellationToken);
        await using var lab = new LibvirtLab();
        await lab.StartAsync(cancellationToken);
        var data = Directory.CreateTempSubdirectory("hcos-bench-");
        await using var platform = new HcosProcess(data.FullName, postgres.ConnectionString);
        try
        {
            await platform.StartAsync(cancellationToken);
            await AcceptedAsync(platform.Api.PostAsync(
                "/v1/environments?wait=60",
                new JsonObject { ["name"] = "lab", ["kind"] = "libvirt", ["endpoint"] = lab.Endpoint },
                cancellationToken));
            var names = Enumerable.Range(1, servers).Select(number => $"sync-{number}").ToList();
            await platform.Api.UntilAsync(
                "/v1/hosts",
                hosts => hosts["items"]?.AsArray() is [{ } host, ..] && host["capacity"] is not null,
                Patience,
                cancellationToken);
            await ForEachAsync(names, (name, stop) => CreateAsync(platform.Api, name, stop), cancellationToken);
            var calls = Times.Quiet == TimeSpan.Zero
                ? []
                : await CallsAsync(platform.Api, lab, names, cancellationToken);
            using var native = new NativeEvents(lab);
            var run = new Observer(platform.Api, lab, native);
            for (var round = 0; round < rounds; round++)
            {
                await run.ChangeAsync(names, Observer.Suspend, cancellationToken);
                await EveryAsync(platform.Api, names, "resume", cancellationToken);
                await run.ChangeAsync(names, Observer.Destroy, cancellationToken);
                await EveryAsync(platform.Api, names, "start", cancellationToken);
            }

            var result = new SyncResult(run.Results(), await CommitTimeAsync(platform, cancellationToken));
            return [.. result.Figures(Name), .. calls];
        }
        finally
        {
            await platform.KillAsync(CancellationToken.None);
            data.Delete(recursive: true);
        }
    }

    private async Task<IReadOnlyList<Figure>> CallsAsync(
        HcosApi api, LibvirtLab lab, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        await using var told = await HyperVPlace.StartAsync(grants: true, names.Count, cancellationToken);
        await using var asked = await HyperVPlace.StartAsync(grants: false, names.Count, cancellationToken);
        await using var cloud = await SimulatedCloudPlace.StartAsync(names.Count, cancellationToken);
        return await new CallsMeasure(api, [new LibvirtPlace(lab, names), told, asked, cloud], Times)
            .RunAsync(Name, cancellationToken);
    }

    private static async Task CreateAsync(HcosApi api, string name, CancellationToken cancellationToken) =>
        await AcceptedAsync(api.PostAsync(
            "/v1/servers?wait=60",
            new JsonObject { ["name"] = name, ["vcpus"] = 1, ["memoryBytes"] = 16 << 20 },
            cancellationToken));

    private static Task EveryAsync(
        HcosApi api, IReadOnlyList<string> names, string verb, CancellationToken cancellationToken) => ForEachAsync(
        names,
        (name, stop) => AcceptedAsync(api.PostAsync($"/v1/servers/{name}/{verb}?wait=60", null, stop)),
        cancellationToken);

    private static Task ForEachAsync(
        IReadOnlyList<string> names, Func<string, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            names,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (name, stop) => await act(name, stop));

    private static async Task AcceptedAsync(Task<ApiAnswer> sent)
    {
        var answer = await sent;
        if ((int)answer.Status is < 200 or > 299)
        {
            throw new InvalidOperationException($"{answer.Status}: {answer.Body?.ToJsonString()}");
        }
    }

    private static async Task<double> CommitTimeAsync(HcosProcess platform, CancellationToken cancellationToken)
    {
        var text = await platform.Api.GetTextAsync("/metrics", cancellationToken);
        double Sum(string name) => text.Split('\n')
            .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        return 1000 * Sum("hcos_log_commit_seconds_sum") / Sum("hcos_log_commit_seconds_count");
    }

    private sealed record Change(string What, string NativeWord, string State);

    private sealed class Observer(HcosApi api, LibvirtLab lab, NativeEvents native)
    {
        public static readonly Change Suspend = new("suspend", "Suspended", "paused");
        public static readonly Change Destroy = new("destroy", "Stopped", "stopped");
        private readonly Dictionary<Change, (int Made, List<double> Delays)> _results = new()
        {
            [Suspend] = (0, []),
            [Destroy] = (0, []),
        };

        public IReadOnlyList<ChangeDelays> Results() =>
        [
            .. _results.Select(pair => new ChangeDelays(
                pair.Key.What,
                pair.Key.State,
                pair.Value.Made,
                pair.Value.Delays.Count,
                Statistics.Percentile(pair.Value.Delays, 0.5),
                Statistics.Percentile(pair.Value.Delays, 0.99))),
        ];

        /// <summary>Changes one server after the other, each behind the platform's back.</summary>
        public async Task ChangeAsync(IReadOnlyList<string> names, Change change, CancellationToken cancellationToken)
        {
            var delays = _results[change].Delays;
            foreach (var name in names)
            {
                native.Forget(name, change.NativeWord);
                var shown = ShownAsync(name, change.State, cancellationToken);
                await lab.VirshAsync(cancellationToken, change.What, name);
                if (await shown is { } at && await ToldAsync(name, change.NativeWord, cancellationToken) is { } told)
                {
                    delays.Add((at - told).TotalMilliseconds);
                }
            }

            _results[change] = (_results[change].Made + names.Count, delays);
        }

        /// <summary>When the API first answered with the state and an event as its evidence.</summary>
        private async Task<DateTimeOffset?> ShownAsync(string name, string state, CancellationToken cancellationToken)
        {
            var until = TimeProvider.System.GetUtcNow() + Patience;
            while (TimeProvider.System.GetUtcNow() < until)
            {
                var body = (await api.GetAsync($"/v1/servers/{name}", cancellationToken)).Body;
                var at = TimeProvider.System.GetUtcNow();
                var isEvent = body?["evidence"]?["source"]?.ToString() == "event";
                if (isEvent && body?["state"]?.ToString() == state) return at;
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }

            return null;
        }

        private async Task<DateTimeOffset?> ToldAsync(
            string name, string nativeWord, CancellationToken cancellationToken)
        {
            var until = TimeProvider.System.GetUtcNow() + Patience;
            while (native.When(name, nativeWord) is null && TimeProvider.System.GetUtcNow() < until)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
            }

            return native.When(name, nativeWord);
        }
    }
}
