using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.Sync;

/// <summary>
/// The native calls that the platform counted between two listings of an environment, as its API tells them.
/// </summary>
/// <param name="PerHour">Counted calls over the time between the two listings.</param>
/// <param name="Counted">The calls themselves.</param>
/// <param name="Took">The time between the listings.</param>
/// <param name="SweepSeconds">The wait after the last of them.</param>
internal sealed record CallWindow(double PerHour, long Counted, TimeSpan Took, double SweepSeconds)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public string Note => string.Create(
        CultureInfo.InvariantCulture,
        $"{Counted} calls in {Took.TotalSeconds:0} s; a listing every {SweepSeconds:0} s at its end");

    /// <summary>Measures from the next listing to the first one after <paramref name="atLeast"/>.</summary>
    public static async Task<CallWindow> MeasureAsync(
        HcosApi api, string environment, TimeSpan atLeast, CancellationToken cancellationToken)
    {
        var now = await ReadAsync(api, environment, null, cancellationToken);
        var first = await ReadAsync(api, environment, now.At, cancellationToken);
        var last = first;
        while (last.At - first.At < atLeast || last.At == first.At)
        {
            last = await ReadAsync(api, environment, last.At, cancellationToken);
        }

        // The platform is younger than an hour: what it counted of the last hour is all that it counted.
        var (counted, took) = (last.Calls - first.Calls, last.At - first.At);
        return new(counted / took.TotalHours, counted, took, last.SweepSeconds);
    }

    private static async Task<(DateTimeOffset At, long Calls, double SweepSeconds)> ReadAsync(
        HcosApi api, string environment, DateTimeOffset? after, CancellationToken cancellationToken)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (TimeProvider.System.GetUtcNow() < until)
        {
            var body = (await api.GetAsync($"/v1/environments/{environment}", cancellationToken)).Body;
            if (body?["sweep"]?["startedAt"] is { } started && body["rhythm"] is JsonObject rhythm)
            {
                var at = started.GetValue<DateTimeOffset>();
                if (after is null || at > after)
                {
                    return (at, (long)rhythm["callsLastHour"]!, (double)rhythm["sweepSeconds"]!);
                }
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        throw new TimeoutException($"{environment} was not listed again within {Patience}");
    }
}
