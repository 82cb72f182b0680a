using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.Testing.Platform;
using Hcos.Testing.Postgres;

namespace Hcos.Benchmarks.Sync;

/// <summary>
/// Changes made outside, from libvirt's own event to the answer of the API. Servers without a system, one change at a
/// time; the clock of this machine on both sides.
/// </summary>
internal static class SyncBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<SyncResult> RunAsync(int servers, CancellationToken cancellationToken)
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
            foreach (var name in names) await CreateAsync(platform.Api, name, cancellationToken);
            using var native = new NativeEvents(lab);
            var run = new Run(platform.Api, lab, native);
            var paused = await run.ChangeAsync(names, "suspend", "Suspended", "paused", cancellationToken);
            var stopped = await run.ChangeAsync(names, "destroy", "Stopped", "stopped", cancellationToken);
            return new SyncResult([paused, stopped], await CommitTimeAsync(platform, cancellationToken));
        }
        finally
        {
            await platform.KillAsync(CancellationToken.None);
            data.Delete(recursive: true);
        }
    }

    private static async Task CreateAsync(HcosApi api, string name, CancellationToken cancellationToken) =>
        await AcceptedAsync(api.PostAsync(
            "/v1/servers?wait=60",
            new JsonObject { ["name"] = name, ["vcpus"] = 1, ["memoryBytes"] = 16 << 20 },
            cancellationToken));

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
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri($"http://127.0.0.1:{platform.Port}/metrics"), cancellationToken);
        double Sum(string name) => text.Split('\n')
            .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        return 1000 * Sum("hcos_log_commit_seconds_sum") / Sum("hcos_log_commit_seconds_count");
    }

    private sealed class Run(HcosApi api, LibvirtLab lab, NativeEvents native)
    {
        public async Task<ChangeDelays> ChangeAsync(
            IReadOnlyList<string> names, string what, string nativeWord, string state, CancellationToken cancellationToken)
        {
            var delays = new List<double>();
            foreach (var name in names)
            {
                var shown = ShownAsync(name, state, cancellationToken);
                await lab.VirshAsync(cancellationToken, what, name);
                if (await shown is not { } at) continue;
                if (await ToldAsync(name, nativeWord, cancellationToken) is { } told)
                {
                    delays.Add((at - told).TotalMilliseconds);
                }
            }

            return new ChangeDelays(
                what, state, names.Count, delays.Count,
                Statistics.Percentile(delays, 0.5), Statistics.Percentile(delays, 0.99));
        }

        /// <summary>When the API first answered with the state and an event as its evidence.</summary>
        private async Task<DateTimeOffset?> ShownAsync(string name, string state, CancellationToken cancellationToken)
        {
            var until = TimeProvider.System.GetUtcNow() + Patience;
            while (TimeProvider.System.GetUtcNow() < until)
            {
                var body = (await api.GetAsync($"/v1/servers/{name}", cancellationToken)).Body;
                var at = TimeProvider.System.GetUtcNow();
                if (body?["state"]?.ToString() == state && body["evidence"]?["source"]?.ToString() == "event") return at;
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
