using Hcos.Ci2.Drivers.Simulated;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>An estate on virtual time with one driver: nothing happens unless the test says so.</summary>
internal sealed class Laboratory : IDisposable
{
    private int _last;

    public Laboratory(SimulatedOptions? options = null)
    {
        Time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Estate = new(options ?? new("lab"), Time, Runs);
        Driver = SimulatedDriverFactory.Connect(Estate, Time);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public VirtualTimeProvider Time { get; }

    public SimulatedRuns Runs { get; } = new();

    public SimulatedEstate Estate { get; }

    public IResourceDriver Driver { get; }

    public IPowerDriver Power => (IPowerDriver)Driver;

    public static ServerSpec Bare { get; } = new(1, 1L << 30);

    public static ServerSpec Guest { get; } = new(2, 2L << 30, Image: "hcos-guest", Network: "default", UserData: "x");

    /// <summary>The same specs in the same order, in every laboratory.</summary>
    public ResourceSpec Spec(ServerSpec server)
    {
        var number = ++_last;
        return new(new(new Guid(number, 0, 0, new byte[8])), ResourceKind.Server, $"server-{number}")
        {
            Server = server,
        };
    }

    public async Task<ResourceKey> MadeAsync(ServerSpec server, bool running = false)
    {
        var made = await Driver.EnsureAsync(Spec(server), Token);
        if (running)
        {
            await Power.PowerAsync(made.Key, PowerAction.Start, Token);
        }

        return made.Key;
    }

    public ResourceState? State(ResourceKey key) =>
        Estate.Objects(key.Kind).FirstOrDefault(item => item.Key == key)?.State;

    public async Task<List<ResourceObject>> ListAsync(ResourceKind kind)
    {
        var listed = new List<ResourceObject>();
        await foreach (var item in Driver.ListAsync(kind, Token))
        {
            listed.Add(item);
        }

        return listed;
    }

    public static Func<PlatformCall, bool> Any<TCall>() where TCall : PlatformCall => call => call is TCall;

    public static async Task<DriverFailure> FailureAsync(Task call) =>
        (await Assert.ThrowsAsync<DriverException>(() => call)).Failure;

    public void Dispose() => Estate.Dispose();
}
