using System.Diagnostics;

namespace Hcos.System.Conformance;

/// <summary>Waits for a condition, never for a time.</summary>
public static class Until
{
    /// <summary>Reads until what was read is as wanted; answers it.</summary>
    /// <exception cref="TimeoutException">It was not in time; the message shows what was read last.</exception>
    public static async Task<T> AsWantedAsync<T>(
        Func<CancellationToken, Task<T>> read, Func<T, bool> isWanted, TimeSpan within,
        CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        T last;
        do
        {
            last = await read(cancellationToken);
            if (isWanted(last)) return last;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
        while (Stopwatch.GetElapsedTime(began) < within);
        throw new TimeoutException($"not as wanted within {within}: {last}");
    }
}
