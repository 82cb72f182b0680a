using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>
/// What happens by itself. A paused guest does nothing; when it is resumed it begins what it was at again.
/// </summary>
internal static class Timers
{
    public static void Happen(PlatformState state, string id, DateTimeOffset due)
    {
        if (!state.Servers.TryGetValue(id, out var server) || server.State != ResourceState.Running)
        {
            return;
        }

        if (server.OffAt == due)
        {
            state.Put(Power.Off(server), due, "stopped/shutdown");
        }
        else if (server.AddressAt == due)
        {
            var address = state.Networks.TryGetValue(server.Network!, out var network)
                ? network.Lease(id)
                : null;
            state.Put(server with { Address = address, AddressAt = null }, due, "address");
        }
    }
}
