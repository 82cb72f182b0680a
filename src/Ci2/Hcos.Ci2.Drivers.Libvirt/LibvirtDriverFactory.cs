namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>Makes drivers for libvirt daemons of this machine.</summary>
public sealed class LibvirtDriverFactory : IDriverFactory
{
    private readonly LibvirtOptions _options;

    /// <summary>Makes one with the usual names and bounds.</summary>
    public LibvirtDriverFactory() : this(new LibvirtOptions())
    {
    }

    internal LibvirtDriverFactory(LibvirtOptions options) => _options = options;

    /// <inheritdoc/>
    public string Kind => LibvirtDriver.KindName;

    /// <inheritdoc/>
    public string? CheckEndpoint(string endpoint) => LibvirtEndpoint.Check(endpoint);

    /// <inheritdoc/>
    public IResourceDriver Create(DriverConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new LibvirtDriver(
            LibvirtEndpoint.Parse(connection.Endpoint),
            _options,
            connection.Time,
            connection.Calls,
            connection.BeforeChange);
    }
}
