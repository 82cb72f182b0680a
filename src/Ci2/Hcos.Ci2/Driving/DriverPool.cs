using Hcos.Ci2.Calls;
using Hcos.Ci2.Credentials;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Cie;
using Microsoft.Extensions.Logging;

namespace Hcos.Ci2.Driving;

/// <summary>The drivers of all environments: one of each, of the latest generation.</summary>
internal sealed class DriverPool(
    IReadOnlyList<IDriverFactory> factories,
    ICredentialStore credentials,
    Ci2Options options,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _lock = new(1);
    private readonly Dictionary<EnvironmentId, DriverLane> _lanes = [];
    private readonly List<Task> _retiring = [];
    private int _disposed;

    /// <summary>Checked before every native call that changes something.</summary>
    public ChangeFence Fence { get; } = new();

    /// <summary>The lane of an environment, in use: <see cref="DriverLane.EndUse"/> gives it back.</summary>
    /// <exception cref="DriverException">There is no such driver, credential or generation.</exception>
    public async Task<DriverLane> UseAsync(Reach reach, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var lane = _lanes.GetValueOrDefault(reach.Environment);
            if (lane?.Reach.Generation > reach.Generation)
            {
                throw new DriverException(DriverFailure.Unavailable, "the environment is reached otherwise by now");
            }

            if (lane is null || lane.Reach != reach)
            {
                var calls = lane?.Calls ?? new CallCounter();
                var pace = lane?.Pace ?? new LookPace(options, time);
                var driver = await CreateAsync(reach.Address, calls, pace.RestAsync, cancellationToken)
                    .ConfigureAwait(false);
                Retire(lane);
                _lanes[reach.Environment] = lane = new DriverLane(reach, driver, calls, pace, options, time);
                Log.DriverMade(logger, reach.Environment.ToString(), reach.Address.Kind, reach.Generation);
            }

            lane.TryUse();
            return lane;
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Lets go of an environment.</summary>
    public async Task LeaveAsync(EnvironmentId environment, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_lanes.Remove(environment, out var lane)) Retire(lane);
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Makes a driver with its credential; whoever asks disposes of it.</summary>
    /// <exception cref="DriverException">There is no such driver or credential.</exception>
    public Task<IResourceDriver> CreateAsync(EnvironmentAddress address, CancellationToken cancellationToken) =>
        CreateAsync(address, new CallCounter(), null, cancellationToken);

    private async Task<IResourceDriver> CreateAsync(
        EnvironmentAddress address,
        CallCounter calls,
        Func<CancellationToken, Task>? beforeLook,
        CancellationToken cancellationToken)
    {
        var factory = factories.FirstOrDefault(factory => factory.Kind == address.Kind)
            ?? throw new DriverException(DriverFailure.Invalid, $"there is no driver for {address.Kind}");
        if (factory.CheckEndpoint(address.Endpoint) is { } wrong)
        {
            throw new DriverException(DriverFailure.Invalid, wrong);
        }

        StoredCredential? credential = null;
        if (address.Credential is { } name)
        {
            credential = await credentials.GetAsync(name, cancellationToken).ConfigureAwait(false)
                ?? throw new DriverException(DriverFailure.Denied, $"there is no credential {name}: add it first");
        }

        var connection = new DriverConnection(
            address.Endpoint, credential?.UserName, credential?.Secret, address.Trust, time)
        {
            BeforeChange = Fence.CheckAsync,
            BeforeLook = beforeLook,
            Calls = calls,
        };
        var driver = factory.Create(connection);
        return address.Access == EnvironmentAccess.ObserveOnly ? ObserveOnlyDriver.Wrap(driver) : driver;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _lock.WaitAsync().ConfigureAwait(false);
        foreach (var lane in _lanes.Values) Retire(lane);
        _lanes.Clear();
        await Task.WhenAll(_retiring).ConfigureAwait(false);
        _lock.Dispose();
    }

    private void Retire(DriverLane? lane)
    {
        _retiring.RemoveAll(task => task.IsCompleted);
        if (lane is not null) _retiring.Add(RetireAsync(lane));
    }

    private async Task RetireAsync(DriverLane lane)
    {
        try
        {
            await lane.DisposeAsync().ConfigureAwait(false);
            Log.DriverRetired(logger, lane.Reach.Environment.ToString(), lane.Reach.Generation);
        }
#pragma warning disable CA1031 // A driver that cannot be disposed of must not keep the others from it.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Log.DisposeFailed(logger, thrown.Message);
        }
    }
}
