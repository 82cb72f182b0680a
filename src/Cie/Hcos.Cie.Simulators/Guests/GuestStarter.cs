using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hcos.Cie.Simulators.Guests;

/// <summary>
/// Starts processes that the kernel kills when this one ends, however it ends. The kernel takes the end of the thread
/// that started a process for the end of its parent, so one thread that stays starts all of them.
/// </summary>
internal sealed class GuestStarter : IDisposable
{
    private const int MostWanted = 1_000;
    private readonly BlockingCollection<Action> _wanted = new(MostWanted);
    private readonly Thread _thread;

    public GuestStarter()
    {
        _thread = new(() =>
        {
            foreach (var start in _wanted.GetConsumingEnumerable()) start();
        })
        {
            IsBackground = true,
            Name = "guest starter",
        };
        _thread.Start();
    }

    /// <summary>Starts a process.</summary>
    public Task<Process> StartAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _wanted.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception failed) when (failed is InvalidOperationException or SystemException)
            {
                started.SetException(new IOException($"'{start.FileName}' did not start: {failed.Message}", failed));
            }
        }, cancellationToken);
        return started.Task;
    }

    /// <summary>Ends the thread, and with it what it started.</summary>
    public void Dispose()
    {
        _wanted.CompleteAdding();
        _thread.Join();
        _wanted.Dispose();
    }
}
