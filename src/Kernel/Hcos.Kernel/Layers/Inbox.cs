using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>How far a layer has consumed one log, and what it still waits for.</summary>
internal sealed class Inbox(string log, long next, long epoch)
{
    public string Log { get; } = log;

    /// <summary>The next position wanted.</summary>
    public long Next { get; private set; } = next;

    /// <summary>The owner's log time up to which everything has been consumed.</summary>
    public DateTimeOffset TimeConsumed { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>
    /// The head that was announced when this layer began or last saw a gap; null while the owner is silent.
    /// </summary>
    public long? Target { get; private set; }

    public DateTimeOffset ReplayAskedAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Batches that wait for the causes of their events.</summary>
    public Queue<EventBatch> Held { get; } = new();

    public DateTimeOffset HeldSince { get; set; }

    public bool HasCaughtUp => Target is { } target && Next > target;

    public bool HasGap => Target is { } target && Next <= target && Held.Count == 0;

    /// <summary>
    /// The latest epoch under which what was consumed surely stood; 0 while that is not known. What comes late from an
    /// older owner, and reaches less far than was consumed, says nothing of it.
    /// </summary>
    public long Epoch { get; private set; } = epoch;

    /// <summary>
    /// Whether the owner's epoch began at a position that was consumed here under an older epoch: the log went back.
    /// </summary>
    public bool IsRegressed(long epoch, long epochStart) => Epoch != 0 && epoch > Epoch && epochStart < Next;

    public void Meet(long epoch, long head)
    {
        if (head >= Next - 1) Epoch = Math.Max(Epoch, epoch);
        if (!HasCaughtUp) Target = Math.Max(Target ?? 0, head);
    }

    public void MeetGap(long upTo) => Target = Math.Max(Target ?? 0, upTo);

    public void Advance(long next) => Next = Math.Max(Next, next);

    public void Consumed(DateTimeOffset time)
    {
        if (time > TimeConsumed) TimeConsumed = time;
    }
}
