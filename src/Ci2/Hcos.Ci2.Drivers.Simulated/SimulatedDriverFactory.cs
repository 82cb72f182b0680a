namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>
/// Makes drivers of simulated estates. The endpoint is <c>simulated://NAME</c> with, all optional, <c>manners</c>,
/// <c>hosts</c>, <c>vcpus</c>, <c>memoryGiB</c>, <c>poolGiB</c>, <c>servers</c>, <c>changes</c>, <c>images</c>,
/// <c>networks</c>, <c>latency</c>, <c>jitter</c>, <c>boot</c>, <c>shutdown</c> and <c>seed</c> as a query. Drivers of
/// one name meet one estate.
/// </summary>
public sealed class SimulatedDriverFactory : IDriverFactory, IDisposable
{
    /// <summary>The kind of environment, as estate files write it.</summary>
    public const string KindName = "simulated";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <summary>The estates that this factory's drivers connect to.</summary>
    public SimulatedEstates Estates { get; } = new();

    /// <inheritdoc/>
    public string? CheckEndpoint(string endpoint)
    {
        try
        {
            SimulatedEndpoint.Parse(endpoint);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    /// <inheritdoc/>
    public IResourceDriver Create(DriverConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var estate = Estates.Open(SimulatedEndpoint.Parse(connection.Endpoint), connection.Time);
        return Drive(new(estate, connection.Time, connection.BeforeChange, connection.Calls));
    }

    /// <summary>Makes a driver of an estate that is there already.</summary>
    public static IResourceDriver Connect(SimulatedEstate estate, TimeProvider time) =>
        Drive(new(estate, time, null, new CallCounter()));

    /// <inheritdoc/>
    public void Dispose() => Estates.Dispose();

    private static IResourceDriver Drive(SimulatedClient client) => client.Estate.Options.Manners.Launches
        ? new LaunchingDriver(new(client))
        : new SimulatedDriver(client);
}
