using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>The ability to read what a server uses (<see cref="DriverAbility.Metrics"/>).</summary>
public interface IMetricsDriver
{
    /// <summary>
    /// What a server uses, by a read that begins after the call; of one that does not execute, its state alone. A
    /// server that is not there is <see cref="DriverFailure.Missing"/>.
    /// </summary>
    /// <remarks>
    /// <code>
    /// Hyper-V    GetSummaryInformation: ProcessorLoad, MemoryUsage, UpTime
    /// libvirt    virDomainGetInfo: cpuTime, memory
    /// </code>
    /// </remarks>
    Task<ServerUsage> ReadUsageAsync(ResourceKey key, CancellationToken cancellationToken);
}
