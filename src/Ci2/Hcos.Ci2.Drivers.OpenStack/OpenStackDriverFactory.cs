namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Makes drivers for OpenStack clouds that are reached over their HTTP APIs.</summary>
public sealed class OpenStackDriverFactory : IDriverFactory
{
    private readonly OpenStackOptions _options;

    /// <summary>Makes one with the usual bounds.</summary>
    public OpenStackDriverFactory() : this(new OpenStackOptions())
    {
    }

    internal OpenStackDriverFactory(OpenStackOptions options) => _options = options;

    /// <inheritdoc/>
    public string Kind => OpenStackDriver.KindName;

    /// <inheritdoc/>
    public string? CheckEndpoint(string endpoint) => OpenStackAddress.Check(endpoint);

    /// <inheritdoc/>
    public IResourceDriver Create(DriverConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new OpenStackDriver(OpenStackAddress.Parse(connection.Endpoint), connection, _options);
    }
}
