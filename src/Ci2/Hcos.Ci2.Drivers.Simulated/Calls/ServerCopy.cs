using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Calls;

/// <summary>One of the servers that carry a mark.</summary>
/// <param name="Id">What the platform calls it.</param>
/// <param name="IsMaking">Whether it says that it is being made.</param>
/// <param name="State">What it does, whether or not it is being made.</param>
/// <param name="Born">The how manyeth of the platform it is: of two, the smaller is the older.</param>
public sealed record ServerCopy(string Id, bool IsMaking, ResourceState State, long Born)
{
    /// <summary>Whether it runs or is paused.</summary>
    public bool Executes => State is ResourceState.Running or ResourceState.Paused;

    internal static ServerCopy Of(ServerRecord server) => new(server.Id, server.IsMaking, server.State, server.Born);
}
