using MassTransit;

namespace Hcos.Kernel.MassTransit.Transports;

/// <summary>Starts a bus, with its broker or before it.</summary>
internal static class BusStart
{
    /// <summary>
    /// Waits a bounded time; a bus whose broker is away goes on trying by itself, so that its process can already say
    /// how it stands.
    /// </summary>
    /// <returns>Whether the broker was there.</returns>
    public static async Task<bool> StartAsync(
        IBusControl bus, MassTransitBusOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await bus.StartAsync(cancellationToken)
                .WaitAsync(options.StartPatience, options.Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
