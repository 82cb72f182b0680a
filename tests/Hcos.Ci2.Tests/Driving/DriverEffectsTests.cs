using Hcos.Ci2.Calls;
using Hcos.Ci2.Credentials;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Ci2.Tests.Driving;

/// <summary>The effects of CI2 over drivers that do what the test says, on a clock that only the test moves.</summary>
public abstract class DriverEffectsTests : IAsyncDisposable
{
    private protected static readonly EnvironmentAddress Address = new(
        "fake", "here", null, null, EnvironmentAccess.Manage);
    private protected static readonly Reach Lab = new(new EnvironmentId(DerivedId.From("lab")), Address, 1);
    private protected static readonly Reach Other = new(new EnvironmentId(DerivedId.From("other")), Address, 1);
    private protected static readonly ResourceId Resource = new(DerivedId.From("web"));

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private protected readonly FakeDriver _driver = new();
    private protected readonly FakeFactory _factory;
    private protected readonly SimulatedCredentialStore _credentials = new();
    private protected readonly VirtualTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private protected readonly FakeContext _context = new();
    private protected readonly List<DriverConnection> _connections = [];
    private protected Func<DriverConnection, FakeDriver>? _make;
    private protected IEffectRunner? _runner;

    protected DriverEffectsTests() => _factory = new FakeFactory(connection =>
    {
        _connections.Add(connection);
        return _make?.Invoke(connection) ?? _driver;
    });

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        // A test that failed half-way may have left a call that never ends: it must not keep the others waiting.
        if (_runner is IAsyncDisposable runner)
        {
            await runner.DisposeAsync().AsTask().WaitAsync(Patience, TimeProvider.System, Stop);
        }

        await _driver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static DriverCall.Sweep Sweep() => new(Lab, 1, Ci2World.Status.NativeIdentity);

    private protected static DriverCall.Act MakeAndStart() =>
        Act(DriverAction.Ensure) with { Power = PowerAction.Start };

    private protected static DriverCall.Act Act(DriverAction action) => new(
        Lab, DerivedId.From("task"), Resource, action, ResourceKind.Server,
        new ResourceSpec(Resource, ResourceKind.Server, "web") { Server = new ServerSpec(1, 1 << 30) },
        action == DriverAction.Ensure ? null : Ci2World.Key("a"),
        action == DriverAction.Power ? PowerAction.Start : null,
        null);

    private protected static async Task HangAsync(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource();
        await never.Task.WaitAsync(cancellationToken);
    }

    private protected Task<object> RunAsync(DriverCall call, Ci2Options? options = null)
    {
        _runner ??= Ci2Module.CreateEffects(
            [_factory], _credentials, options ?? new Ci2Options(), _time, NullLoggerFactory.Instance);
        var start = new EffectStart(1, "stream-1", "key", call, false, MessageContext.First(DerivedId.From("start")));
        return _runner.RunAsync(start, _context, Stop);
    }

    /// <summary>
    /// Lets the clock go on until the task has ended. How far it goes says nothing: what a tick sets off runs on other
    /// threads, and those may be slow to get a processor.
    /// </summary>
    private protected async Task AdvanceUntilAsync(Task running)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!running.IsCompleted && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running.WaitAsync(Patience, TimeProvider.System, Stop);
    }
}
