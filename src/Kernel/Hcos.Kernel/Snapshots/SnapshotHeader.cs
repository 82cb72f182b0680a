using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Snapshots;

/// <summary>What a layer remembers beside the states of its streams.</summary>
internal sealed record SnapshotHeader(
    string Layer,
    long Position,
    long Epoch,
    long EpochStart,
    DateTimeOffset Time,
    IReadOnlyList<KeyValuePair<Guid, DateTimeOffset>> Answered,
    IReadOnlyList<KeyValuePair<string, DateTimeOffset>> Gone,
    IReadOnlyList<KeyValuePair<string, CommandOwed>> Attempts,
    IReadOnlyList<SnapshotParked> Parked,
    IReadOnlyList<FinalStream> Final,
    bool HasForgotten,
    IReadOnlyList<KeyValuePair<string, long>> Met,
    int Streams);

/// <summary>One stream; its state follows as a part of its own when there is one.</summary>
internal sealed record SnapshotStream(
    string Name, long Version, MessageContext? Latest, long LatestPosition, bool HasState);

/// <summary>A parked stream.</summary>
internal sealed record SnapshotParked(string Stream, string Reason, IReadOnlyList<Cause> Missed, bool IsResuming)
{
    public static SnapshotParked Of(string name, ParkedStream parked) =>
        new(name, parked.Reason, parked.Missed, parked.IsResuming);
}
