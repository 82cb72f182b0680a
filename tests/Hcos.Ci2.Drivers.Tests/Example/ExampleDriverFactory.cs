using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.Tests.Example;

/// <summary>Makes drivers of the example platform; the endpoint is the address of its API.</summary>
internal sealed class ExampleDriverFactory : IDriverFactory
{
    public const string KindName = "example";

    private const string Right = "write https://HOST:PORT/";

    public string Kind => KindName;

    public string? CheckEndpoint(string endpoint) => HttpEndpoint.Check(endpoint, Right, out _);

    public IResourceDriver Create(DriverConnection connection) =>
        HttpEndpoint.Check(connection.Endpoint, Right, out var uri) is { } wrong
            ? throw new DriverException(DriverFailure.Invalid, wrong)
            : new ExampleDriver(uri!, connection, new());
}
