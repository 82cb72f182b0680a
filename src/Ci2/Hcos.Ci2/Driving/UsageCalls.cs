using System.Text.Json;
using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Driving;

/// <summary>Reads what servers use for whoever asks; a failure is an answer.</summary>
internal sealed class UsageCalls(DriverPool drivers, TimeProvider time)
{
    public async Task<UsageAnswer> ReadAsync(DriverCall.Usage call, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        try
        {
            var lane = await drivers.UseAsync(call.Reach, cancellationToken).ConfigureAwait(false);
            try
            {
                return await ReadAsync(lane, call, at, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                lane.EndUse();
            }
        }
        catch (Exception thrown) when (CallErrors.IsFailure(thrown))
        {
            var failed = CallErrors.Answer(thrown, wasSent: false, at);
            var code = JsonNamingPolicy.KebabCaseLower.ConvertName($"{failed.Outcome}");
            return new UsageAnswer(null, at, code, failed.Reason);
        }
    }

    private static async Task<UsageAnswer> ReadAsync(
        DriverLane lane, DriverCall.Usage call, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (lane.Driver is not IMetricsDriver driver)
        {
            return new UsageAnswer(
                null, null, "impossible", "usage cannot be read there: its driver reads none, or it is observe-only");
        }

        await lane.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var usage = await lane.Pipelines.Read.ExecuteAsync(
                async token => await driver.ReadUsageAsync(call.Key, token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            return new UsageAnswer(usage, at);
        }
        finally
        {
            lane.EndTurn();
        }
    }
}
