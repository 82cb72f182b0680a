using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// The ability to make a server and start it at once (<see cref="DriverAbility.Launch"/>), of platforms that start
/// whatever they make.
/// </summary>
public interface ILaunchDriver
{
    /// <summary>
    /// Does what <see cref="IResourceDriver.EnsureAsync"/> and a start after it do, with less: the server is made or
    /// converged, and runs. Repeating it changes nothing. It fails as either of the two does; a paused server is
    /// <see cref="DriverFailure.Conflict"/>.
    /// </summary>
    Task<ResourceObject> LaunchAsync(ResourceSpec spec, CancellationToken cancellationToken);
}
