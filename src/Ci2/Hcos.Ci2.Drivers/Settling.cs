namespace Hcos.Ci2.Drivers;

/// <summary>Waits for what a platform works towards by itself, with pauses that grow.</summary>
/// <param name="Platform">Its name, for the error.</param>
/// <param name="First">The first pause.</param>
/// <param name="Longest">The longest pause.</param>
/// <param name="Growth">How many times as long each pause is as the one before.</param>
/// <param name="Patience">How long to wait in all.</param>
/// <param name="Time">The clock.</param>
public sealed record Settling(
    string Platform, TimeSpan First, TimeSpan Longest, double Growth, TimeSpan Patience, TimeProvider Time)
{
    /// <summary>Looks until what is seen is as wanted.</summary>
    /// <exception cref="DriverException">Uncertain: it has not ended in time.</exception>
    public async Task<T> UntilAsync<T>(
        Func<Task<T>> look, Func<T, bool> isThere, string what, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(look);
        ArgumentNullException.ThrowIfNull(isThere);
        var begun = Time.GetTimestamp();
        for (var pause = First; ; pause = Longer(pause))
        {
            var seen = await look().ConfigureAwait(false);
            if (isThere(seen)) return seen;
            if (Time.GetElapsedTime(begun) > Patience)
            {
                throw new DriverException(
                    DriverFailure.Uncertain, $"{Platform}: {what} has not ended within {Patience}");
            }

            await Task.Delay(pause, Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan Longer(TimeSpan pause) => pause * Growth < Longest ? pause * Growth : Longest;
}
