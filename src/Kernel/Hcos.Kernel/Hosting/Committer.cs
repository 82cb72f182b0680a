using System.Threading.Channels;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.Hosting;

/// <summary>A step on its way to the log.</summary>
/// <param name="Output">What it led to.</param>
/// <param name="Committed">Told when it is committed.</param>
/// <param name="Head">Set for a heartbeat: what is announced once everything before it is committed.</param>
/// <param name="Input">What it came from.</param>
internal sealed record Step(
    StepOutput Output, TaskCompletionSource? Committed, HeadAnnouncement? Head, LayerInput? Input);

/// <summary>
/// Group commit: collects the steps that arrived while the last commit ran and writes them together; then lets their
/// outputs out, in order. No timer, no lock per transaction.
/// </summary>
internal sealed class Committer(
    IOwnedLog log,
    LayerSeams seams,
    EffectShell effects,
    LayerHostOptions options,
    KernelMetrics metrics,
    ILogger logger,
    Action<long> ownReads)
{
    private readonly Channel<Step> _steps = Channel.CreateBounded<Step>(
        new BoundedChannelOptions(options.LongestCommitQueue) { SingleReader = true });

    private readonly List<Step> _group = [];
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);
    private long _published = log.Head;

    /// <summary>The last head that was announced; null before the first commit.</summary>
    public HeadAnnouncement? Announcement { get; private set; }

    public ValueTask PutAsync(Step step, CancellationToken cancellationToken) =>
        _steps.Writer.WriteAsync(step, cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Whoever stops lets the commit under way end: a cut one would have an outcome that nobody knows.
        using var given = new CancellationTokenSource(Timeout.InfiniteTimeSpan, seams.Time);
        await using var stopping = cancellationToken.Register(() => given.CancelAfter(options.StopGrace));
        while (await _steps.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Collect();
            var events = _group.SelectMany(step => step.Output.Events).ToList();
            foreach (var (consumed, next) in _group.SelectMany(step => step.Output.Positions))
            {
                _positions[consumed] = next;
            }

            // Positions alone do not hurry: a crash only repeats inputs that led to nothing.
            if (events.Count > 0 || (_positions.Count > 0 && _group.Exists(step => step.Head is not null)))
            {
                var began = seams.Time.GetTimestamp();
                await log.CommitAsync(events, _positions, given.Token).ConfigureAwait(false);
                metrics.Committed(events.Count, seams.Time.GetElapsedTime(began));
                _positions.Clear();
            }
            else if (_group.Exists(step => step.Head is not null))
            {
                // An idle owner notices all the same that the store is away, or that somebody else owns the log.
                await log.VerifyAsync(cancellationToken).ConfigureAwait(false);
            }

            if (events.Count > 0) seams.Committed?.Invoke(events);
            foreach (var step in _group) step.Committed?.TrySetResult();
            await ReleaseAsync(events, cancellationToken).ConfigureAwait(false);
            _group.Clear();
        }
    }

    public void FailWaiting(Exception lost)
    {
        _steps.Writer.TryComplete();
        foreach (var step in _group) step.Committed?.TrySetException(lost);
        while (_steps.Reader.TryRead(out var step)) step.Committed?.TrySetException(lost);
    }

    private void Collect()
    {
        var events = 0;
        while (events < options.LargestCommit && _steps.Reader.TryRead(out var step))
        {
            _group.Add(step);
            events += step.Output.Events.Count;
        }
    }

    private async Task ReleaseAsync(List<RecordedEvent> events, CancellationToken cancellationToken)
    {
        foreach (var step in _group)
        {
            foreach (var run in step.Output.Cancellations) effects.Cancel(run);
            foreach (var start in step.Output.Effects) effects.Start(start);
        }

        try
        {
            await PublishAsync(events, cancellationToken).ConfigureAwait(false);
            foreach (var group in _group.SelectMany(step => step.Output.Commands)
                .GroupBy(command => command.Destination, StringComparer.Ordinal))
            {
                await seams.Bus.SendAsync(group.Key, [.. group], cancellationToken).ConfigureAwait(false);
            }

            foreach (var replay in _group.SelectMany(step => step.Output.Replays))
            {
                await seams.Bus.RequestReplayAsync(replay, cancellationToken).ConfigureAwait(false);
            }

            foreach (var from in _group.SelectMany(step => step.Output.OwnReads)) ownReads(from);
            await AnnounceAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The bus may lose everything: what is owed is sent again, the rest is replayed.
        catch (Exception failed) when (failed is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.BusFailed(logger, log.Epoch, failed.Message);
        }
    }

    private async Task PublishAsync(List<RecordedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0) return;
        // The first step of an ownership brings the first announcement with it.
        Announcement ??= _group.Find(step => step.Head is not null)?.Head;
        for (var index = 0; index < events.Count; index += options.LargestBatch)
        {
            var part = events.GetRange(index, Math.Min(options.LargestBatch, events.Count - index));
            var published = part.Where(e => seams.Catalog.IsPublic(e.Body.GetType())).ToList();
            // What is internal only is told with the next part, or with the next heartbeat.
            if (published.Count == 0) continue;
            await PublishUpToAsync(part[^1].Position, part[^1].Time, published, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task PublishUpToAsync(
        long last, DateTimeOffset time, List<RecordedEvent> events, CancellationToken cancellationToken)
    {
        var head = Announcement!;
        var batch = new EventBatch(head.Log, head.Epoch, head.EpochStart, time, _published + 1, last, events);
        _published = last;
        await seams.Bus.PublishAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        if (_group.FindLast(step => step.Head is not null)?.Head is not { } head) return;
        Announcement = head;
        if (head.Head > _published)
        {
            await PublishUpToAsync(head.Head, head.Time, [], cancellationToken).ConfigureAwait(false);
        }

        await seams.Bus.AnnounceAsync(head, cancellationToken).ConfigureAwait(false);
    }
}
