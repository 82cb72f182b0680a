using System.Collections.Concurrent;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.Hosting;

/// <summary>Starts a layer's effects after their commit, and brings their results back.</summary>
internal sealed class EffectShell(
    string layer,
    IOwnedLog log,
    LayerSeams seams,
    LogClock clock,
    ILogger logger,
    Func<LayerInput, CancellationToken, ValueTask> put) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, (Task Task, CancellationTokenSource Stop)> _running = [];
    private readonly CancellationTokenSource _ended = new();

    public void Start(EffectStart start)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[start.Run] = (RunAsync(start, begin.Task, stop), stop);
        begin.SetResult();
    }

    public void Cancel(long run)
    {
        if (!_running.TryGetValue(run, out var running)) return;
        try
        {
            running.Stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just returned.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values.Select(running => running.Task))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task RunAsync(EffectStart start, Task begin, CancellationTokenSource stop)
    {
        await begin.ConfigureAwait(false);
        object result;
        using var scope = logger.BeginScope(new KeyValuePair<string, object?>[]
        {
            new("Correlation", start.Context.Correlation),
            new("Stream", start.Stream),
        });
        try
        {
            var context = new Context(layer, log, clock, put, start.Run);
            result = await seams.Effects.RunAsync(start, context, stop.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the runner throws is told to the stream that owes the effect.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            if (!stop.IsCancellationRequested) Log.EffectThrew(logger, layer, start.Stream, start.Key, thrown);
            result = new Deciding.EffectThrew($"{thrown.GetType().Name}: {thrown.Message}");
        }

        _running.TryRemove(start.Run, out _);
        var hasEnded = _ended.IsCancellationRequested;
        stop.Dispose();
        if (!hasEnded)
        {
            await put(new LayerInput.Returned(start.Run, result), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private sealed class Context(
        string layer,
        IOwnedLog log,
        LogClock clock,
        Func<LayerInput, CancellationToken, ValueTask> put,
        long run) : IEffectContext
    {
        private long _reports;

        public DateTimeOffset Now => clock.Now();

        public ValueTask ReportAsync(object report, CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _reports);
            var id = DerivedId.From(layer, $"{log.Epoch}", $"{run}", $"{number}");
            return put(new LayerInput.Reported(id, report), cancellationToken);
        }

        public Task VerifyOwnershipAsync(CancellationToken cancellationToken) => log.VerifyAsync(cancellationToken);
    }
}
