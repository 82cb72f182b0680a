using Hcos.Ci2.Drivers.Simulated.Platform;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>How a simulated estate is built and how it behaves. Read from an endpoint by <see cref="Parse"/>.</summary>
/// <param name="Name">The estate's name: drivers that say the same name meet the same estate.</param>
public sealed record SimulatedOptions(string Name)
{
    /// <summary>How it goes about making servers.</summary>
    public PlatformManners Manners { get; init; } = PlatformManners.Plain;

    /// <summary>How many hosts there are.</summary>
    public int Hosts { get; init; } = 4;

    /// <summary>Processors of each host.</summary>
    public int Vcpus { get; init; } = 32;

    /// <summary>
    /// Memory of each host, in bytes; servers that are defined share it and nothing is overcommitted.
    /// </summary>
    public long MemoryBytes { get; init; } = 128L << 30;

    /// <summary>Capacity of the one shared storage pool, in bytes.</summary>
    public long PoolBytes { get; init; } = 1024L << 30;

    /// <summary>How many servers that are not HCOS's execute from the start, with 16 MiB of memory each.</summary>
    public int Servers { get; init; }

    /// <summary>How many of these somebody pauses or resumes each second, one after the other.</summary>
    public int ChangesPerSecond { get; init; }

    /// <summary>Names of the images that are there from the start.</summary>
    public IReadOnlyList<string> Images { get; init; } = ["hcos-guest"];

    /// <summary>Names of the networks.</summary>
    public IReadOnlyList<string> Networks { get; init; } = ["default"];

    /// <summary>How long one native call is on its way, in either direction.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>At most so much is added to <see cref="Latency"/>, drawn from the seed.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>From the start of a server with a system until it has its address.</summary>
    public TimeSpan Boot { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>From the request to shut down until a server with a system is off.</summary>
    public TimeSpan Shutdown { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What identities, addresses and jitter derive from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many calls the trace keeps; the oldest go first.</summary>
    public int TraceLimit { get; init; } = 100_000;

    /// <summary>How many events a watcher may be behind before its connection is dropped.</summary>
    public int WatchLimit { get; init; } = 100_000;

    /// <summary>Reads <c>simulated://NAME?hosts=4&amp;vcpus=32&amp;…</c>.</summary>
    /// <exception cref="FormatException">Says what is wrong and what would be right.</exception>
    public static SimulatedOptions Parse(string endpoint) => SimulatedEndpoint.Parse(endpoint);
}
