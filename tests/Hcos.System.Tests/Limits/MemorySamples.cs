using System.Globalization;

namespace Hcos.System.Tests.Limits;

/// <summary>The memory that a process has in use, looked at again and again.</summary>
internal sealed class MemorySamples(int process)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private readonly List<long> _megabytes = [];

    /// <summary>The most in the first and in the second half, in megabytes.</summary>
    public (long First, long Second) Halves()
    {
        var half = _megabytes.Count / 2;
        return (_megabytes.Take(half).Max(), _megabytes.Skip(half).Max());
    }

    /// <summary>Samples until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            _megabytes.Add(Now());
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private long Now()
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
    }
}
