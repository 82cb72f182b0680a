using System.Text.Json;
using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Polly;

namespace Hcos.Ci2.Driving;

/// <summary>Reads consoles for whoever asks; a failure is an answer.</summary>
internal sealed class ConsoleCalls(DriverPool drivers, TimeProvider time)
{
    private const string Impossible = "impossible";

    // Beyond the bound of the read itself: the wait for a turn counts too for whoever asks.
    private readonly ResiliencePipeline _answer =
        new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(ReadConsole.LongestAnswer).Build();

    public async Task<ConsoleAnswer> ReadAsync(DriverCall.Console call, CancellationToken cancellationToken)
    {
        if (call.MostBytes is < 1 or > ConsoleLog.MostBytes)
        {
            return new ConsoleAnswer(
                null, null, "invalid", $"a console is read by 1 to {ConsoleLog.MostBytes} bytes");
        }

        var at = time.GetUtcNow();
        try
        {
            return await _answer.ExecuteAsync(
                async token => await ReadAsync(call, at, token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception thrown) when (CallErrors.IsFailure(thrown))
        {
            var failed = CallErrors.Answer(thrown, wasSent: false, at);
            return new ConsoleAnswer(null, at, Code(failed.Outcome), failed.Reason);
        }
    }

    // What makes no sense to a platform that has consoles is to ask for one that it does not keep.
    private static string Code(DriverTaskOutcome outcome) => outcome == DriverTaskOutcome.Invalid
        ? Impossible
        : JsonNamingPolicy.KebabCaseLower.ConvertName($"{outcome}");

    private async Task<ConsoleAnswer> ReadAsync(
        DriverCall.Console call, DateTimeOffset at, CancellationToken cancellationToken)
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

    private static async Task<ConsoleAnswer> ReadAsync(
        DriverLane lane, DriverCall.Console call, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (lane.Driver is not IConsoleDriver driver)
        {
            return new ConsoleAnswer(
                null, null, Impossible, "consoles cannot be read there: its driver has none, or it is observe-only");
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
