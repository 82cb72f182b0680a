using System.Diagnostics;
using System.Globalization;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Ci2.Drivers.HyperV;
using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.Sync;

/// <summary>
/// Native calls per hour while things change outside and once nothing does, against fixed polling, for libvirt and for
/// our own Hyper-V endpoint; and how soon what was changed there is shown, against the bound that is told.
/// </summary>
internal sealed class CallsMeasure(HcosApi api, LibvirtLab lab, IReadOnlyList<string> servers, CallTimes times)
{
    private const string Password = "bench-only";
    private const string HyperV = "bench-hyperv";
    private const string Libvirt = "lab";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenChanges = TimeSpan.FromSeconds(3);
    private readonly HashSet<string> _suspended = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<Figure>> RunAsync(string benchmark, CancellationToken cancellationToken)
    {
        await using var endpoint = await HyperVEndpoint.StartAsync(
            new() { Password = Password }, TimeProvider.System, cancellationToken);
        var machines = servers.Select((_, number) => endpoint.Outside.Create($"bench-machine-{number}")).ToList();
        var account = ("Administrator", Password);
        await new NewEnvironment(HyperV, "hyperv", endpoint.Endpoint) { Account = account }
            .AddToAsync(api, cancellationToken);
        var libvirtFixed = await FixedPolling.CallsPerHourAsync(
            new LibvirtDriverFactory(), lab.Endpoint, null, null, cancellationToken);
        var hyperVFixed = await FixedPolling.CallsPerHourAsync(
            new HyperVDriverFactory(), endpoint.Address.AbsoluteUri, "Administrator", Password, cancellationToken);

        Progress.Say("sync: counting native calls while things change");
        using var changing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delays = new List<double>();
        var changes = ChangeAsync(endpoint, machines, delays, changing.Token);
        var active = await BothAsync(times.Active, cancellationToken);
        await changing.CancelAsync();
        await changes;
        // Left as they were found: a server that is suspended already tells of no suspension.
        foreach (var name in _suspended) await lab.VirshAsync(cancellationToken, "resume", name);
        var bound = (double)(await api.GetAsync($"/v1/environments/{HyperV}", cancellationToken))
            .Body!["rhythm"]!["seenWithinSeconds"]!;

        Progress.Say($"sync: waiting {times.Quiet} until all is quiet");
        await Task.Delay(times.Quiet, TimeProvider.System, cancellationToken);
        var rest = await BothAsync(times.Rest, cancellationToken);
        return
        [
            .. Figures(benchmark, "libvirt", libvirtFixed, active.Libvirt, rest.Libvirt),
            .. Figures(benchmark, "hyper-v endpoint", hyperVFixed, active.HyperV, rest.HyperV),
            new(benchmark, "hyper-v endpoint, changes shown, longest", delays.DefaultIfEmpty(0).Max(), "s")
            {
                Target = Target.AtMost(bound),
                IsPromise = true,
                Note = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{delays.Count} changes, p50 {Statistics.Median(delays):0.0} s; the bound is what the API tells"),
            },
        ];
    }

    private static IEnumerable<Figure> Figures(
        string benchmark, string platform, long polled, CallWindow active, CallWindow rest)
    {
        yield return Calls(benchmark, $"{platform}, native calls per hour, active", active, polled);
        yield return Calls(benchmark, $"{platform}, native calls per hour, at rest", rest, polled);
    }

    private static Figure Calls(string benchmark, string name, CallWindow window, long polled) =>
        new(benchmark, name, window.PerHour, "/h")
        {
            Ceiling = polled,
            CeilingName = "fixed 60 s",
            Note = window.Note,
        };

    private async Task<(CallWindow Libvirt, CallWindow HyperV)> BothAsync(
        TimeSpan atLeast, CancellationToken cancellationToken)
    {
        var libvirt = CallWindow.MeasureAsync(api, Libvirt, atLeast, cancellationToken);
        var hyperV = CallWindow.MeasureAsync(api, HyperV, atLeast, cancellationToken);
        return (await libvirt, await hyperV);
    }

    /// <summary>Changes a server on each platform, again and again, and waits until the polled one is shown.</summary>
    private async Task ChangeAsync(
        HyperVEndpoint endpoint, List<string> machines, List<double> delays, CancellationToken until)
    {
        try
        {
            for (var round = 0; ; round++)
            {
                var at = round % machines.Count;
                var isStart = round / machines.Count % 2 == 0;
                if (isStart) _suspended.Add(servers[at]);
                else _suspended.Remove(servers[at]);
                await lab.VirshAsync(CancellationToken.None, isStart ? "suspend" : "resume", servers[at]);
                var began = Stopwatch.GetTimestamp();
                if (isStart) endpoint.Outside.Start(machines[at]);
                else endpoint.Outside.TurnOff(machines[at]);
                await api.UntilAsync(
                    $"/v1/resources/bench-machine-{at}",
                    shown => (string?)shown["state"] == (isStart ? "running" : "stopped"),
                    Patience,
                    until);
                delays.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
                await Task.Delay(BetweenChanges, TimeProvider.System, until);
            }
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // Enough was changed.
        }
    }
}

/// <summary>How long native calls are counted.</summary>
/// <param name="Active">While things change.</param>
/// <param name="Quiet">How long nothing changes before they are counted at rest.</param>
/// <param name="Rest">At rest.</param>
internal sealed record CallTimes(TimeSpan Active, TimeSpan Quiet, TimeSpan Rest)
{
    /// <summary>Waits grow to their longest within twelve minutes.</summary>
    public static CallTimes Usual { get; } =
        new(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(12), TimeSpan.FromMinutes(6));
}
