namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>Makes drivers for Hyper-V hosts that are reached over WS-Management.</summary>
public sealed class HyperVDriverFactory : IDriverFactory
{
    private readonly HyperVOptions _options;

    /// <summary>Makes one with the usual bounds.</summary>
    public HyperVDriverFactory() : this(new HyperVOptions())
    {
    }

    internal HyperVDriverFactory(HyperVOptions options) => _options = options;

    /// <inheritdoc/>
    public string Kind => HyperVDriver.KindName;

    /// <inheritdoc/>
    public string? CheckEndpoint(string endpoint) => HyperVAddress.Check(endpoint);

    /// <inheritdoc/>
    public IResourceDriver Create(DriverConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new HyperVDriver(HyperVAddress.Parse(connection.Endpoint), connection, _options);
    }
}
