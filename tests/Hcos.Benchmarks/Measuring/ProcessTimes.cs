using System.Globalization;

namespace Hcos.Benchmarks.Measuring;

/// <summary>Processor time of processes, as the kernel of this machine counts it.</summary>
internal static class ProcessTimes
{
    /// <summary>User and system time are counted in hundredths of a second.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>What a process has used, in seconds.</summary>
    public static double Of(int process) => Read(process) is { } stat ? (stat[11] + stat[12]) / TicksPerSecond : 0;

    /// <summary>What a process and its children have used, those that have ended included, in seconds.</summary>
    public static double OfFamily(int process)
    {
        if (Read(process) is not { } own) return 0;
        var children = Processes().Select(Read).Where(stat => stat is not null && stat[1] == process);
        return (own[11] + own[12] + own[13] + own[14] + children.Sum(stat => stat![11] + stat[12])) / TicksPerSecond;
    }

    /// <summary>What the processes of some sessions have used, with children that have ended, in seconds.</summary>
    public static double OfSessions(IReadOnlySet<int> leaders) => Processes().Select(Read)
        .Where(stat => stat is not null && leaders.Contains((int)stat[3]))
        .Sum(stat => stat![11] + stat[12] + stat[13] + stat[14]) / TicksPerSecond;

    /// <summary>The process that started a process.</summary>
    public static int ParentOf(int process) => (int)Read(process)![1];

    /// <summary>Memory that a process has in use, in bytes.</summary>
    public static long ResidentBytes(int process) => Number(process, "VmRSS:");

    /// <summary>The most memory that a process has had in use, in bytes.</summary>
    public static long MostResidentBytes(int process) => Number(process, "VmHWM:");

    private static long Number(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(
            line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    private static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0).Where(id => id > 0);

    /// <summary>The fields behind the command's name: state first, then numbers; null when it has ended.</summary>
    private static double[]? Read(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(
                field => double.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
