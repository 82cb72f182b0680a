using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// Runs the calls of a driver. A changing call that is given up answers at once; what it had sent goes on to its end,
/// and the next change of the same object waits for that.
/// </summary>
/// <typeparam name="TClient">What speaks with the platform on behalf of one call.</typeparam>
public sealed class NativeCalls<TClient>
{
    private readonly ChangesUnderWay _underWay = new();
    private readonly Func<NativeCall, TClient> _client;
    private readonly Func<CancellationToken, Task>? _beforeChange;

    /// <summary>Makes one for an environment.</summary>
    /// <param name="client">Makes the client of a call.</param>
    /// <param name="beforeChange">See <see cref="DriverConnection.BeforeChange"/>.</param>
    public NativeCalls(Func<NativeCall, TClient> client, Func<CancellationToken, Task>? beforeChange) =>
        (_client, _beforeChange) = (client, beforeChange);

    /// <summary>Runs a call that only reads.</summary>
    public async Task<T> ReadAsync<T>(Func<TClient, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        cancellationToken.ThrowIfCancellationRequested();
        return await work(_client(new(isChange: false, null))).ConfigureAwait(false);
    }

    /// <summary>Runs a call that changes an object.</summary>
    public async Task<T> ChangeAsync<T>(
        ResourceKey key, Func<TClient, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        cancellationToken.ThrowIfCancellationRequested();
        var leave = await _underWay.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        var call = new NativeCall(isChange: true, _beforeChange);
        var running = RunAsync(call, work);
        _ = running.ContinueWith(
            _ => leave(),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (!call.TryAbandon())
        {
            throw new DriverException(DriverFailure.Uncertain, "the call was given up on its way", cancelled);
        }
    }

    private async Task<T> RunAsync<T>(NativeCall call, Func<TClient, Task<T>> work)
    {
        try
        {
            return await work(_client(call)).ConfigureAwait(false);
        }
        catch (DriverException lost) when (lost.Failure == DriverFailure.Unavailable && call.HasChanged)
        {
            throw new DriverException(DriverFailure.Uncertain, $"half-way: {lost.Message}", lost);
        }
    }
}
