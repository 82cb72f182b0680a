using System.Text.Json;
using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Driving;

/// <summary>Reads consoles for whoever asks; a failure is an answer.</summary>
internal sealed class ConsoleCalls(DriverPool drivers, TimeProvider time)
{
    public async Task<ConsoleAnswer> ReadAsync(DriverCall.Console call, CancellationToken cancellationToken)
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
            return new ConsoleAnswer(null, at, code, failed.Reason);
        }
    }

    private static async Task<ConsoleAnswer> ReadAsync(
        DriverLane lane, DriverCall.Console call, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (lane.Driver is not IConsoleDriver driver)
        {
            return new ConsoleAnswer(
                null, null, "impossible", "consoles cannot be read there: its driver has none, or it is observe-only");
        }

        await lane.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var log = await lane.Pipelines.Read.ExecuteAsync(
                async token => await driver.ReadConsoleAsync(call.Key, call.MostBytes, token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            return new ConsoleAnswer(log, at);
        }
        finally
        {
            lane.EndTurn();
        }
    }
}
