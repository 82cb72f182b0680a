using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Cie.Simulators.OpenStack;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>An endpoint of our own and a driver that loses patience soon.</summary>
internal sealed class OpenStackWorld : IAsyncDisposable
{
    public const string Password = "planted-credential-secret";

    private OpenStackWorld(OpenStackEndpoint endpoint, IResourceDriver driver) =>
        (Endpoint, Driver) = (endpoint, driver);

    public static OpenStackEndpointOptions Cloud { get; } = new()
    {
        Password = Password,
        TransitionTime = TimeSpan.FromMilliseconds(5),
    };

    public static OpenStackOptions Bounds { get; } = new()
    {
        RequestTimeout = TimeSpan.FromSeconds(2),
        ShortestPause = TimeSpan.FromMilliseconds(3),
        LongestPause = TimeSpan.FromMilliseconds(20),
        PollInterval = TimeSpan.FromMilliseconds(5),
        // The endpoint that hangs up asks to come again in a second.
        LongestRetryAfter = TimeSpan.Zero,
    };

    public OpenStackEndpoint Endpoint { get; }

    public IResourceDriver Driver { get; }

    public IPowerDriver Power => (IPowerDriver)Driver;

    public static async Task<OpenStackWorld> StartAsync(
        OpenStackEndpointOptions? cloud = null,
        OpenStackOptions? bounds = null,
        Func<CancellationToken, Task>? beforeChange = null)
    {
        var endpoint = await OpenStackEndpoint.StartAsync(
            cloud ?? Cloud, TimeProvider.System, TestContext.Current.CancellationToken);
        return new(endpoint, Connect(endpoint.Identity, bounds ?? Bounds, beforeChange: beforeChange));
    }

    public static IResourceDriver Connect(
        Uri identity,
        OpenStackOptions bounds,
        string userName = "admin",
        string password = Password,
        string query = "?project=simulated&region=Simulated",
        Func<CancellationToken, Task>? beforeChange = null) => new OpenStackDriverFactory(bounds).Create(
        new($"{identity}{query}", userName, password, null, TimeProvider.System) { BeforeChange = beforeChange });

    /// <summary>A server with a network card.</summary>
    public static ResourceSpec Spec(int number, string? network = "default") =>
        new(new(new Guid(number, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8)), ResourceKind.Server, $"server-{number}")
        {
            Server = new(2, 128 << 20, Image: "hcos-guest", Network: network, UserData: "#cloud-config\n"),
        };

    public async ValueTask DisposeAsync()
    {
        await Driver.DisposeAsync();
        await Endpoint.DisposeAsync();
    }
}
