using System.Collections.Concurrent;

namespace Hcos.Ci2.Drivers.Libvirt.Connections;

/// <summary>
/// A few threads that calls of the library block instead of the process's own. A daemon that hangs holds these and
/// nobody else's.
/// </summary>
internal sealed class LibvirtWorkers : IDisposable
{
    private readonly BlockingCollection<Action> _waiting;

    /// <summary>Starts the threads. Whoever waits was counted before that, so the bound is never met.</summary>
    public LibvirtWorkers(LibvirtOptions options)
    {
        _waiting = new(options.MostWaiting);
        for (var i = 0; i < options.CallsAtOnce; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "libvirt calls" }.Start();
        }
    }

    /// <summary>Runs <paramref name="work"/> on one of the threads, when one is free.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(() => Complete(done, work, cancellationToken), CancellationToken.None);
        return done.Task;
    }

    /// <summary>Lets the threads end, each after the call that it is in.</summary>
    public void Dispose() => _waiting.CompleteAdding();

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            done.TrySetCanceled(cancellationToken);
            return;
        }

        try
        {
            done.TrySetResult(work());
        }
        catch (OperationCanceledException cancelled)
        {
            done.TrySetCanceled(cancelled.CancellationToken);
        }
#pragma warning disable CA1031 // Whatever the work throws belongs to who asked for it, not to this thread.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            done.TrySetException(failed);
        }
    }

    private void Work()
    {
        foreach (var work in _waiting.GetConsumingEnumerable())
        {
            work();
        }
    }
}
