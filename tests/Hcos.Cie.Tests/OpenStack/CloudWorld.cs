using Hcos.Cie.Simulators.OpenStack;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Cie.Tests.OpenStack;

/// <summary>An endpoint that a test asks as its administrator. Time passes only when told.</summary>
internal sealed class CloudWorld : IAsyncDisposable
{
    /// <summary>The password of the endpoint's administrator.</summary>
    public const string Secret = "secret-of-the-test";

    /// <summary>The password of its one tenant, <c>ann</c> of the project <c>shop</c>.</summary>
    public const string TenantSecret = "ann-secret";

    private CloudWorld(OpenStackEndpoint endpoint, VirtualTimeProvider time) =>
        (Endpoint, Time, Admin) = (endpoint, time, new(endpoint.Identity));

    public OpenStackEndpoint Endpoint { get; }

    public VirtualTimeProvider Time { get; }

    public CloudClient Admin { get; }

    /// <summary>Starts one.</summary>
    /// <param name="with">What it is like beyond its passwords and its one tenant.</param>
    public static async Task<CloudWorld> StartAsync(Func<OpenStackEndpointOptions, OpenStackEndpointOptions> with)
    {
        var time = new VirtualTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var options = with(new()
        {
            Password = Secret,
            Accounts = [new("ann", TenantSecret, "shop", "member")],
        });
        var cloud = new CloudWorld(
            await OpenStackEndpoint.StartAsync(options, time, TestContext.Current.CancellationToken), time);
        Assert.Equal(201, (await cloud.Admin.SignInAsync("admin", Secret)).Status);
        return cloud;
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Endpoint.DisposeAsync();
    }
}
