using System.Text.Json;
using Hcos.Ci2.Calls;
using Hcos.Contracts.Ci2;
using Polly;

namespace Hcos.Ci2.Driving;

/// <summary>
/// Asks a platform for whoever waits for the answer, within one bound for the read and the wait for its turn.
/// </summary>
internal sealed class Inquiries(DriverPool drivers, TimeProvider time)
{
    /// <summary>The code where its driver cannot, or the platform keeps no such thing.</summary>
    public const string Impossible = "impossible";

    private readonly ResiliencePipeline _answer =
        new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(ReadConsole.LongestAnswer).Build();

    /// <summary>Asks; a failure is an answer.</summary>
    /// <param name="reach">Where the environment is.</param>
    /// <param name="read">Reads by a driver with the ability.</param>
    /// <param name="lacking">What is said where its driver has no such ability, or may only observe.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Inquired<T>> AskAsync<TDriver, T>(
        Reach reach,
        Func<TDriver, CancellationToken, ValueTask<T>> read,
        string lacking,
        CancellationToken cancellationToken)
        where TDriver : class
        where T : class
    {
        var at = time.GetUtcNow();
        try
        {
            return await _answer.ExecuteAsync(
                async token =>
                {
                    var lane = await drivers.UseAsync(reach, token).ConfigureAwait(false);
                    try
                    {
                        return lane.Driver is TDriver driver
                            ? new(await InTurnAsync(lane, driver, read, token).ConfigureAwait(false), at, null, null)
                            : new Inquired<T>(null, null, Impossible, lacking);
                    }
                    finally
                    {
                        lane.EndUse();
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception thrown) when (CallErrors.IsFailure(thrown))
        {
            var failed = CallErrors.Answer(thrown, wasSent: false, at);
            return new(null, at, JsonNamingPolicy.KebabCaseLower.ConvertName($"{failed.Outcome}"), failed.Reason);
        }
    }

    private static async Task<T> InTurnAsync<TDriver, T>(
        DriverLane lane,
        TDriver driver,
        Func<TDriver, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken)
    {
        await lane.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await lane.Pipelines.Read.ExecuteAsync(
                async token => await read(driver, token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            lane.EndTurn();
        }
    }
}

/// <summary>What an inquiry found, or why it did not.</summary>
/// <param name="Found">What was read; null when it was not.</param>
/// <param name="At">When the reading began; null where nobody was asked.</param>
/// <param name="Code">Why nothing was found; null when something was.</param>
/// <param name="Reason">The same in words.</param>
internal readonly record struct Inquired<T>(T? Found, DateTimeOffset? At, string? Code, string? Reason)
    where T : class;
