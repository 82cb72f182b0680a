using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>The ability to read what a guest wrote to its console (<see cref="DriverAbility.Console"/>).</summary>
public interface IConsoleDriver
{
    /// <summary>
    /// The end of what the guest wrote to its first serial console: since it was started last, and on platforms that
    /// keep it also before; of a server that is off, what it wrote before, or nothing. A server that is not there is
    /// <see cref="DriverFailure.Missing"/>, one whose console its platform does not keep
    /// <see cref="DriverFailure.Invalid"/>; one without a console has written nothing.
    /// </summary>
    /// <param name="key">The server.</param>
    /// <param name="mostBytes">How much at most, from 1 to <see cref="ConsoleLog.MostBytes"/>; else invalid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <remarks>
    /// <code>
    /// libvirt    the files that its log daemon writes
    /// OpenStack  os-getConsoleOutput
    /// simulated  a line for each start
    /// </code>
    /// </remarks>
    Task<ConsoleLog> ReadConsoleAsync(ResourceKey key, int mostBytes, CancellationToken cancellationToken);
}
