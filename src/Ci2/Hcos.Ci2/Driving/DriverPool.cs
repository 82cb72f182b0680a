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
                var secrets = await SecretsAsync(reach.Address, FormerOf(lane, reach), cancellationToken)
                    .ConfigureAwait(false);
                var driver = Create(reach.Address, secrets, calls, pace.RestAsync);
                Retire(lane);
                _lanes[reach.Environment] = lane = new DriverLane(reach, driver, calls, pace, options, time)
                {
                    Secrets = secrets,
                };
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
    public async Task<IResourceDriver> CreateAsync(EnvironmentAddress address, CancellationToken cancellationToken)
    {
        var secrets = await SecretsAsync(address, null, cancellationToken).ConfigureAwait(false);
        return Create(address, secrets, new CallCounter(), null);
    }

    /// <summary>
    /// The secret before, where the same credential is used at the same place: it is told to nobody else.
    /// </summary>
    private static StoredCredential? FormerOf(DriverLane? lane, Reach reach) =>
        lane is not null && lane.Reach.Address with { Access = reach.Address.Access } == reach.Address
            ? lane.Secrets?.Used
            : null;

    private async Task<Secrets?> SecretsAsync(
        EnvironmentAddress address, StoredCredential? former, CancellationToken cancellationToken)
    {
        CheckAddress(address);
        if (address.Credential is not { } name) return null;
        var stored = await credentials.GetAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw new DriverException(DriverFailure.Denied, $"there is no credential {name}: add it first");
        return new Secrets(credentials, name, stored, former);
    }

    private IDriverFactory CheckAddress(EnvironmentAddress address)
    {
        var factory = factories.FirstOrDefault(factory => factory.Kind == address.Kind)
            ?? throw new DriverException(DriverFailure.Invalid, $"there is no driver for {address.Kind}");
        return factory.CheckEndpoint(address.Endpoint) is { } wrong
            ? throw new DriverException(DriverFailure.Invalid, wrong)
            : factory;
    }

    private IResourceDriver Create(
        EnvironmentAddress address, Secrets? secrets, CallCounter calls, Func<CancellationToken, Task>? beforeLook)
    {
        var connection = new DriverConnection(
            address.Endpoint, secrets?.Used.UserName, secrets?.Used.Secret, address.Trust, time)
        {
            BeforeChange = Fence.CheckAsync,
            BeforeLook = beforeLook,
            OtherSecret = secrets is null ? null : secrets.OtherAsync,
            Calls = calls,
        };
        var driver = CheckAddress(address).Create(connection);
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
