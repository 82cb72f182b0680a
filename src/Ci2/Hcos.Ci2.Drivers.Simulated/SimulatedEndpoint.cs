using System.Globalization;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>The text of an endpoint, <c>simulated://NAME?key=value&amp;…</c>, read strictly.</summary>
internal static class SimulatedEndpoint
{
    public const string Scheme = "simulated://";

    private const int LongestEndpoint = 2048;
    private const int MostNames = 64;
    private const string Known = "manners, hosts, vcpus, memoryGiB, poolGiB, servers, changes, images, networks, "
        + "latency, jitter, boot, shutdown, seed";

    public static SimulatedOptions Parse(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.Length > LongestEndpoint || !endpoint.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw new FormatException($"write {Scheme}NAME?hosts=4&vcpus=32, in at most {LongestEndpoint} characters");
        }

        var (name, query) = Split(endpoint[Scheme.Length..], '?');
        if (!ResourceNames.IsValid(name))
        {
            throw new FormatException($"the estate's name after {Scheme} must be {ResourceNames.Rule}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var options = new SimulatedOptions(name);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = Split(pair, '=');
            options = seen.Add(key) ? With(options, key, value) : throw new FormatException($"'{key}' is said twice");
        }

        return options;
    }

    private static SimulatedOptions With(SimulatedOptions options, string key, string value) => key switch
    {
        "manners" => options with { Manners = Manners(key, value) },
        "hosts" => options with { Hosts = Number(key, value, 1, 10_000) },
        "vcpus" => options with { Vcpus = Number(key, value, 1, 4096) },
        "memoryGiB" => options with { MemoryBytes = (long)Number(key, value, 1, 65_536) << 30 },
        "poolGiB" => options with { PoolBytes = (long)Number(key, value, 1, 16_777_216) << 30 },
        "servers" => options with { Servers = Number(key, value, 0, 200_000) },
        "changes" => options with { ChangesPerSecond = Number(key, value, 0, 10_000) },
        "images" => options with { Images = Names(key, value) },
        "networks" => options with { Networks = Names(key, value) },
        "latency" => options with { Latency = Span(key, value) },
        "jitter" => options with { Jitter = Span(key, value) },
        "boot" => options with { Boot = Span(key, value) },
        "shutdown" => options with { Shutdown = Span(key, value) },
        "seed" => options with { Seed = Number(key, value, 0, int.MaxValue) },
        _ => throw new FormatException($"'{key}' is not known; known are {Known}"),
    };

    private static int Number(string key, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most
            ? number
            : throw new FormatException($"'{key}' must be a whole number from {least} to {most}");

    private static PlatformManners Manners(string key, string value) =>
        PlatformManners.All.FirstOrDefault(one => one.Word == value).Manners
        ?? throw new FormatException(
            $"'{key}' must be one of {string.Join(", ", PlatformManners.All.Select(one => one.Word))}");

    private static string[] Names(string key, string value)
    {
        var names = value.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return names.Length <= MostNames
            && names.Distinct(StringComparer.Ordinal).Count() == names.Length
            && names.All(ResourceNames.IsValid)
            ? names
            : throw new FormatException(
                $"'{key}' must be at most {MostNames} different names with commas between, each {ResourceNames.Rule}");
    }

    private static TimeSpan Span(string key, string value)
    {
        var (digits, unit) = value.EndsWith("ms", StringComparison.Ordinal)
            ? (value[..^2], TimeSpan.FromMilliseconds(1))
            : value.EndsWith('s') ? (value[..^1], TimeSpan.FromSeconds(1)) : (string.Empty, TimeSpan.Zero);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && unit * count <= TimeSpan.FromMinutes(10)
            ? unit * count
            : throw new FormatException($"'{key}' must be a time as 20ms or 2s, at most 600s");
    }

    private static (string Before, string After) Split(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, string.Empty) : (text[..at], text[(at + 1)..]);
    }
}
