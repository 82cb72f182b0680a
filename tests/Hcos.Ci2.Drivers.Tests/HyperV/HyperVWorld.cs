using Hcos.Ci2.Drivers.HyperV;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>An endpoint of our own and a driver that loses patience soon.</summary>
internal sealed class HyperVWorld : IAsyncDisposable
{
    public const string Password = "planted-credential-secret";

    private static readonly HyperVOptions Bounds = new()
    {
        RequestTimeout = TimeSpan.FromSeconds(2),
        ShortestPause = TimeSpan.FromMilliseconds(3),
        JobTimeout = TimeSpan.FromSeconds(5),
    };

    private HyperVWorld(HyperVEndpoint endpoint, IResourceDriver driver) => (Endpoint, Driver) = (endpoint, driver);

    public HyperVEndpoint Endpoint { get; }

    public IResourceDriver Driver { get; }

    public IPowerDriver Power => (IPowerDriver)Driver;

    public static HyperVEndpointOptions Host { get; } = new()
    {
        Password = Password,
        TransitionTime = TimeSpan.FromMilliseconds(5),
        JobTime = TimeSpan.FromMilliseconds(1),
    };

    public static async Task<HyperVWorld> StartAsync(
        HyperVEndpointOptions? host = null,
        Func<CancellationToken, Task>? beforeChange = null,
        TimeSpan? requestTimeout = null)
    {
        var endpoint = await HyperVEndpoint.StartAsync(
            host ?? Host, TimeProvider.System, TestContext.Current.CancellationToken);
        var bounds = Bounds with { RequestTimeout = requestTimeout ?? Bounds.RequestTimeout };
        return new(endpoint, Connect(endpoint, bounds, beforeChange: beforeChange));
    }

    public static IResourceDriver Connect(
        HyperVEndpoint endpoint,
        HyperVOptions? bounds = null,
        string password = Password,
        string? trust = null,
        Func<CancellationToken, Task>? beforeChange = null,
        TimeProvider? time = null) => new HyperVDriverFactory(bounds ?? Bounds).Create(
        new(endpoint.Address.AbsoluteUri, "Administrator", password, trust, time ?? TimeProvider.System)
        {
            BeforeChange = beforeChange,
        });

    /// <summary>A server with a disk and a network card.</summary>
    public static ResourceSpec Spec(int number) =>
        new(new(new Guid(number, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7)), ResourceKind.Server, $"server-{number}")
        {
            Server = new(2, 128 << 20, Image: "hcos-guest", Network: "default", UserData: "#cloud-config\n"),
        };

    public async ValueTask DisposeAsync()
    {
        await Driver.DisposeAsync();
        await Endpoint.DisposeAsync();
    }
}
