using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>What the library says of what a domain uses.</summary>
internal static class LibvirtUsage
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Reads it.</summary>
    /// <exception cref="DriverException">Missing: there is no such domain.</exception>
    public static ServerUsage Read(LibvirtClient client, string? uuid)
    {
        using var domain = (uuid is null ? null : client.FindDomain(uuid)) ?? throw Gone();
        var record = client.ReadDomain(domain) ?? throw Gone();
        var state = LibvirtMapping.State(record.State, record.Reason, record.HasSavedMemory);
        return client.ReadInfo(domain) is { } info ? Of(state, info) : throw Gone();
    }

    /// <summary>What figures mean: the library tells no load, and not for how long a domain has executed.</summary>
    internal static ServerUsage Of(ResourceState state, DomainInfo info) =>
        state is ResourceState.Running or ResourceState.Paused
            ? new(
                state,
                ProcessorSeconds: info.CpuNanoseconds / NanosecondsPerSecond,
                MemoryBytes: checked((long)info.MemoryKib << 10))
            : new(state);

    private static DriverException Gone() => new(DriverFailure.Missing, "the server is not there");
}
