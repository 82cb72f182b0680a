using Hcos.Benchmarks.Sync.Places;
using Hcos.Ci2.Drivers;

namespace Hcos.Benchmarks.Sync;

/// <summary>
/// What everybody else does: a complete listing every 60 s. An hour's worth of listings is made, one after the other,
/// by the same driver, and its counter tells what they cost.
/// </summary>
internal static class FixedPolling
{
    private const int ListingsPerHour = 60;

    public static async Task<long> CallsPerHourAsync(MeasuredPlace place, CancellationToken cancellationToken)
    {
        var calls = new CallCounter();
        var (endpoint, account) = (place.Environment.Endpoint, place.Environment.Account);
        var connection = new DriverConnection(
            endpoint, account?.UserName, account?.Password, null, TimeProvider.System)
        {
            Calls = calls,
        };
        await using var driver = place.Drivers.Create(connection);
        for (var listing = 0; listing < ListingsPerHour; listing++)
        {
            await driver.ProbeAsync(cancellationToken);
            foreach (var kind in driver.Capabilities.Lists)
            {
                await foreach (var _ in driver.ListAsync(kind, cancellationToken))
                {
                }
            }

            await driver.ProbeAsync(cancellationToken);
        }

        return calls.Total;
    }
}
