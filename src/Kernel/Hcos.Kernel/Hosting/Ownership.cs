using System.Threading.Channels;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.Hosting;

/// <summary>
/// One ownership of one log: a loop that steps, a committer that writes what the steps led to and then lets it out.
/// The loop may run ahead of commits in flight; outputs never do.
/// </summary>
internal sealed class Ownership : IBusReceiver, IAsyncDisposable
{
    private readonly Layer _layer;
    private readonly LogClock _clock;
    private readonly LayerSeams _seams;
    private readonly LayerHostOptions _options;
    private readonly ILogger _logger;
    private readonly IOwnedLog _log;
    private readonly Channel<Work> _inputs;
    private readonly Committer _committer;
    private readonly EffectShell _effects;
    private readonly ReplayServer _replays;
    private readonly SnapshotKeeper _snapshots;
    private readonly OwnReads _ownReads;
    private readonly Inquiries _inquiries;
    private readonly LayerDefinition _definition;
    private readonly CancellationTokenSource _ended = new();

    public Ownership(
        LayerDefinition definition,
        LoadedLayer loaded,
        IOwnedLog log,
        LogClock clock,
        LayerSeams seams,
        LayerHostOptions options,
        KernelMetrics metrics,
        ILogger logger)
    {
        var layer = loaded.Layer;
        _layer = layer;
        _definition = definition;
        _log = log;
        _clock = clock;
        _seams = seams;
        _options = options;
        _logger = logger;
        _inputs = Channel.CreateBounded<Work>(new BoundedChannelOptions(options.LongestInputQueue)
        {
            SingleReader = true,
        });
        _effects = new EffectShell(layer.Name, log, seams, clock, logger, PutAsync);
        _inquiries = new Inquiries(layer.Name, seams.Effects, options.MostInquiries);
        _ownReads = new OwnReads(layer.Name, seams, options, PutAsync);
        _committer = new Committer(log, seams, _effects, options, metrics, logger, _ownReads.Put);
        _replays = new ReplayServer(layer.Name, seams, options, () => _committer.Announcement);
        _snapshots = new SnapshotKeeper(
            definition, log, seams, options, logger, loaded.FromSnapshot, () => _committer.Announcement?.Head ?? 0);
        LatestStatus = layer.Status();
    }

    public LayerStatus LatestStatus { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        var first = _layer.Begin(_log.Epoch, _log.Positions, _clock.Now());
        await _committer.PutAsync(new Step(first, null, Announces(), null), stop.Token).ConfigureAwait(false);
        var committing = _committer.RunAsync(stop.Token);
        await using var connection = await _seams.Bus
            .ConnectAsync(_layer.Name, _definition.ObservedLogs, this, stop.Token).ConfigureAwait(false);
        Task[] parts =
        [
            committing,
            LoopAsync(stop.Token),
            _replays.RunAsync(stop.Token),
            BeatAsync(stop.Token),
            _snapshots.RunAsync(stop.Token),
            _ownReads.RunAsync(stop.Token),
        ];
        // The first part that ends ends them all; its reason is the reason.
        var ended = await Task.WhenAny(parts).ConfigureAwait(false);
        await _ended.CancelAsync().ConfigureAwait(false);
        _inputs.Writer.TryComplete();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await FailWaitingAsync().ConfigureAwait(false);
        await ended.ConfigureAwait(false);
    }

    /// <summary>Puts an input in and waits until what it led to is committed.</summary>
    public async Task SubmitAsync(LayerInput input, CancellationToken cancellationToken)
    {
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!await TryPutAsync(new Work(input, committed, false), cancellationToken).ConfigureAwait(false))
        {
            throw new StoreUnavailableException($"{_layer.Name} does not own its log now");
        }

        await committed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask CommandsAsync(
        IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken)
    {
        foreach (var command in commands)
        {
            await PutAsync(new LayerInput.Commanded(command), cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask BatchAsync(EventBatch batch, CancellationToken cancellationToken) =>
        PutAsync(new LayerInput.Observed(batch), cancellationToken);

    public ValueTask HeadAsync(HeadAnnouncement head, CancellationToken cancellationToken) =>
        PutAsync(new LayerInput.Announced(head), cancellationToken);

    public ValueTask ReplayRequestedAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        _replays.Put(request);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<object?> AskedAsync(IMessage question, CancellationToken cancellationToken)
    {
        var answered = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new Work(LayerInput.Ticked.Instance, committed, false) { Question = question, Answer = answered };
        if (!await TryPutAsync(work, cancellationToken).ConfigureAwait(false)) return null;
        var answer = await answered.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        // An answer shows only what is committed: it waits for everything it may rest on.
        await committed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer is Inquiry inquiry
            ? await _inquiries.AskAsync(inquiry, cancellationToken).ConfigureAwait(false)
            : answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _effects.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
    }

    private async ValueTask PutAsync(LayerInput input, CancellationToken cancellationToken) =>
        await TryPutAsync(new Work(input, null, false), cancellationToken).ConfigureAwait(false);

    private async ValueTask<bool> TryPutAsync(Work work, CancellationToken cancellationToken)
    {
        try
        {
            await _inputs.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false; // The ownership has ended; whoever sent it sends it again.
        }
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        using var timer = _seams.Time.CreateTimer(
            _ => _inputs.Writer.TryWrite(new Work(LayerInput.Ticked.Instance, null, false)),
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await foreach (var work in _inputs.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var now = _clock.Now();
            try
            {
                await StepAsync(work, now, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                // It is in no queue any more: nobody else would tell who waits for it.
                Fail(work);
                throw;
            }

            if (_layer.NextDue is { } due)
            {
                var wait = due > now ? due - now : TimeSpan.FromMilliseconds(1);
                timer.Change(wait < _options.Heartbeat ? wait : _options.Heartbeat, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private async ValueTask StepAsync(Work work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var output = _layer.Step(work.Input, now);
        foreach (var notice in output.Notices) Report(notice);
        if (work.Question is { } question) Answer(work, question);
        LatestStatus = work.IsHeartbeat || !LatestStatus.HasCaughtUp ? _layer.Status() : LatestStatus;
        if (output.IsEmpty && work.Committed is null && !work.IsHeartbeat) return;
        var step = new Step(output, work.Committed, work.IsHeartbeat ? Announces() : null, work.Input);
        await _committer.PutAsync(step, cancellationToken).ConfigureAwait(false);
    }

    private HeadAnnouncement Announces() =>
        new(_layer.Name, _layer.Epoch, _layer.EpochStart, _clock.Now(), _layer.Head, Report());

    private OwnerReport Report() => new(
        LatestStatus.HasCaughtUp,
        LatestStatus.Owed,
        [.. LatestStatus.Parked.Take(_options.LongestReport)],
        [.. LatestStatus.Degraded.Take(_options.LongestReport)]);

    private void Answer(Work work, IMessage question)
    {
        try
        {
            work.Answer!.SetResult(_layer.Ask(question));
        }
#pragma warning disable CA1031 // A question that throws harms nobody but its asker.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            work.Answer!.SetException(thrown);
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(_options.Heartbeat, _seams.Time);
        while (await beat.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            await TryPutAsync(new Work(LayerInput.Ticked.Instance, null, true), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private void Report(LayerNotice notice)
    {
        Log.Noticed(_logger, _layer.Name, notice.Kind, notice.Subject, notice.Reason);
        if (notice.Kind == NoticeKind.LogRegressed)
        {
            throw new LogRegressedException($"{_layer.Name} consumed {notice.Subject}: {notice.Reason}");
        }
    }

    private async Task FailWaitingAsync()
    {
        await foreach (var work in _inputs.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            Fail(work);
        }

        _committer.FailWaiting(Lost());
    }

    private void Fail(Work work)
    {
        var lost = Lost();
        work.Committed?.TrySetException(lost);
        work.Answer?.TrySetException(lost);
    }

    private OwnershipLostException Lost() => new($"{_layer.Name} lost its log before this was committed");

    private sealed record Work(LayerInput Input, TaskCompletionSource? Committed, bool IsHeartbeat)
    {
        public IMessage? Question { get; init; }

        public TaskCompletionSource<object?>? Answer { get; init; }
    }
}
