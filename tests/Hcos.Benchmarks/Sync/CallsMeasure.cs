using System.Diagnostics;
using System.Globalization;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Benchmarks.Sync.Places;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.Sync;

/// <summary>
/// Native calls per hour while things change outside and once nothing does, against fixed polling; and how soon what
/// was changed is shown, against the bound that HCOS tells where it has to ask.
/// </summary>
internal sealed class CallsMeasure(HcosApi api, IReadOnlyList<MeasuredPlace> places, CallTimes times)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenChanges = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<Figure>> RunAsync(string benchmark, CancellationToken cancellationToken)
    {
        var measured = new List<Measured>();
        foreach (var place in places) measured.Add(await AddedAsync(place, cancellationToken));

        Progress.Say("sync: counting native calls while things change");
        using var changing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changes = measured.Select(one => ChangeAsync(one, changing.Token)).ToList();
        await WindowsAsync(measured, times.Active, (one, window) => one.Active = window, cancellationToken);
        await changing.CancelAsync();
        await Task.WhenAll(changes);
        foreach (var one in measured) one.Bound = await BoundAsync(one.Place, cancellationToken);

        Progress.Say($"sync: waiting {times.Quiet} until all is quiet");
        await Task.Delay(times.Quiet, TimeProvider.System, cancellationToken);
        await WindowsAsync(measured, times.Rest, (one, window) => one.Rest = window, cancellationToken);
        return [.. measured.SelectMany(one => one.Figures(benchmark))];
    }

    /// <summary>Fixed polling is counted first: it would take from the budget of what is measured.</summary>
    private async Task<Measured> AddedAsync(MeasuredPlace place, CancellationToken cancellationToken)
    {
        var polled = await FixedPolling.CallsPerHourAsync(place, cancellationToken);
        var path = $"/v1/environments/{place.Environment.Name}";
        if ((int)(await api.GetAsync(path, cancellationToken)).Status == 404)
        {
            await place.Environment.AddToAsync(api, cancellationToken);
        }

        foreach (var name in place.Servers)
        {
            await api.UntilAsync(
                $"/v1/resources/{name}", shown => shown["state"] is not null, Patience, cancellationToken);
        }

        return new(place, polled);
    }

    private async Task WindowsAsync(
        List<Measured> measured,
        TimeSpan atLeast,
        Action<Measured, CallWindow> keep,
        CancellationToken cancellationToken)
    {
        async Task OneAsync(Measured one) => keep(
            one, await CallWindow.MeasureAsync(api, one.Place.Environment.Name, atLeast, cancellationToken));
        await Task.WhenAll(measured.Select(OneAsync));
    }

    private async Task<double?> BoundAsync(MeasuredPlace place, CancellationToken cancellationToken)
    {
        var shown = await api.GetAsync($"/v1/environments/{place.Environment.Name}", cancellationToken);
        return (double?)shown.Body!["rhythm"]!["seenWithinSeconds"];
    }

    /// <summary>Changes one server after the other, and back, and waits each time until it is shown.</summary>
    private async Task ChangeAsync(Measured one, CancellationToken until)
    {
        var (place, count) = (one.Place, one.Place.Servers.Count);
        var changed = new HashSet<int>();
        try
        {
            for (var round = 0; ; round++)
            {
                var (at, isBack) = (round % count, round / count % 2 == 1);
                if (isBack) changed.Remove(at);
                else changed.Add(at);
                await place.ChangeAsync(at, isBack);
                var began = Stopwatch.GetTimestamp();
                await api.UntilAsync(
                    $"/v1/resources/{place.Servers[at]}",
                    shown => (string?)shown["state"] == (isBack ? place.States.Before : place.States.Changed),
                    Patience,
                    until);
                one.Delays.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
                await Task.Delay(BetweenChanges, TimeProvider.System, until);
            }
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // Enough was changed. Left as they were found: what is changed already tells of no change.
            foreach (var at in changed) await place.ChangeAsync(at, isBack: true);
        }
    }

    /// <summary>What was found at one place.</summary>
    private sealed class Measured(MeasuredPlace place, long polled)
    {
        public MeasuredPlace Place => place;

        public List<double> Delays { get; } = [];

        public CallWindow? Active { get; set; }

        public CallWindow? Rest { get; set; }

        /// <summary>Within how many seconds a change is shown, as told; null where the platform tells it.</summary>
        public double? Bound { get; set; }

        public IEnumerable<Figure> Figures(string benchmark) =>
        [
            Calls(benchmark, "active", Active!),
            Calls(benchmark, "at rest", Rest!),
            new(benchmark, $"{place.Name}, changes shown, longest", Delays.DefaultIfEmpty(double.NaN).Max(), "s")
            {
                Target = Bound is { } bound ? Target.AtMost(bound) : null,
                IsPromise = Bound is not null,
                Note = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Delays.Count} changes, p50 {Statistics.Median(Delays):0.00} s{BoundNote}"),
            },
        ];

        private string BoundNote => Bound is null ? "; told by the platform" : "; the bound is what the API tells";

        private Figure Calls(string benchmark, string when, CallWindow window) =>
            new(benchmark, $"{place.Name}, native calls per hour, {when}", window.PerHour, "/h")
            {
                Ceiling = polled,
                CeilingName = "fixed 60 s",
                Note = window.Note,
            };
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
