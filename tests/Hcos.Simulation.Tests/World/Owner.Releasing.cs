using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.World;

/// <summary>Letting out what is committed, one thing at a time.</summary>
internal sealed partial class Owner
{
    private readonly Queue<Action> _releases = new();
    private long _published;
    private HeadAnnouncement? _announcement;

    /// <summary>Somebody asks for a part of the log.</summary>
    public void Serve(ReplayRequest request)
    {
        if (_announcement is not { } head) return;
        var from = request.From;
        var read = Synchronously.Read(World.Store.ReadAsync(
            Process.Name, from, Options.ReplayCredit, CancellationToken.None));
        World.Counts.Note("replays");
        foreach (var part in read.TakeWhile(happened => happened.Epoch <= head.Epoch).Chunk(Options.LargestBatch))
        {
            var last = part[^1];
            var batch = new EventBatch(
                head.Log, head.Epoch, head.EpochStart, last.Time, from, last.Position, Public(part));
            World.Network.Replay(request.Consumer, batch);
            from = last.Position + 1;
        }

        if (from > head.Head) World.Network.Replay(request.Consumer, head);
    }

    private void Release(List<RecordedEvent> events)
    {
        foreach (var output in _group.Select(step => step.Output))
        {
            foreach (var run in output.Cancellations) _releases.Enqueue(() => _effects.Cancel(run));
            foreach (var start in output.Effects) _releases.Enqueue(() => _effects.Start(start));
        }

        Publish(events);
        foreach (var group in _group.SelectMany(step => step.Output.Commands)
            .GroupBy(command => command.Destination, StringComparer.Ordinal))
        {
            _releases.Enqueue(() => World.Network.Send(group.Key, [.. group]));
        }

        foreach (var replay in _group.SelectMany(step => step.Output.Replays))
        {
            _releases.Enqueue(() => World.Network.RequestReplay(replay));
        }

        foreach (var from in _group.SelectMany(step => step.Output.OwnReads)) _releases.Enqueue(() => ReadOwn(from));

        if (_group.FindLast(step => step.Head is not null)?.Head is { } head) _releases.Enqueue(() => Announce(head));
        ReleaseNext();
    }

    private void ReadOwn(long from)
    {
        var read = Synchronously.Read(World.Store.ReadAsync(
            Process.Name, from, Options.ReplayCredit, CancellationToken.None));
        if (read.Count > 0) Put(new LayerInput.ReadOwn(from, read[^1].Position, read));
    }

    private void ReleaseNext()
    {
        if (_releases.TryDequeue(out var next))
        {
            Act(TimeSpan.FromMicroseconds(1), () =>
            {
                next();
                ReleaseNext();
            });
            return;
        }

        _isCommitting = false;
        BeginCommit();
    }

    private void Publish(List<RecordedEvent> events)
    {
        if (events.Count > 0) _announcement ??= _group.Find(step => step.Head is not null)?.Head;
        foreach (var part in events.Chunk(Options.LargestBatch))
        {
            var told = Public(part);
            // What is internal only is told with the next part, or with the next heartbeat.
            if (told.Count == 0) continue;
            _releases.Enqueue(() => PublishUpTo(part[^1].Position, part[^1].Time, told));
        }
    }

    private void PublishUpTo(long last, DateTimeOffset time, IReadOnlyList<RecordedEvent> events)
    {
        var head = _announcement!;
        var batch = new EventBatch(head.Log, head.Epoch, head.EpochStart, time, _published + 1, last, events);
        _published = last;
        World.Network.Publish(batch);
    }

    private void Announce(HeadAnnouncement head)
    {
        _announcement = head;
        if (head.Head > _published) PublishUpTo(head.Head, head.Time, []);
        World.Network.Announce(head);
    }

    private List<RecordedEvent> Public(IReadOnlyList<RecordedEvent> events) =>
        [.. events.Where(happened => World.Catalog.IsPublic(happened.Body.GetType()))];
}
