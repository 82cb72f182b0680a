using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>The driver of a simulated estate that starts whatever it makes.</summary>
internal sealed class LaunchingDriver : SimulatedDriver, ILaunchDriver
{
    public LaunchingDriver(SimulatedClient client)
        : base(client) => Capabilities = base.Capabilities with
        {
            Abilities = [.. base.Capabilities.Abilities, DriverAbility.Launch],
        };

    public override DriverCapabilities Capabilities { get; }

    public Task<ResourceObject> LaunchAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        ItemAsync(DriverRun.Launch(spec, Manners), cancellationToken);
}
