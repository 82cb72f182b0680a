using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Simulated.Bus;

/// <summary>What the simulated network carries; a closed family.</summary>
public abstract record SimulatedMessage
{
    private SimulatedMessage()
    {
    }

    /// <summary>Commands to a layer.</summary>
    public sealed record Commands(IReadOnlyList<CommandEnvelope> Envelopes) : SimulatedMessage;

    /// <summary>A part of a log, published or replayed.</summary>
    public sealed record Batch(EventBatch Part) : SimulatedMessage;

    /// <summary>How far a log reaches, announced or replayed.</summary>
    public sealed record Head(HeadAnnouncement Announcement) : SimulatedMessage;

    /// <summary>A layer is asked for a part of its log.</summary>
    public sealed record Replay(ReplayRequest Request) : SimulatedMessage;

    /// <summary>A question to a layer: its name, its JSON, and the number that its answer has to name.</summary>
    public sealed record Question(long Number, string Name, string Json) : SimulatedMessage;

    /// <summary>The answer to a question; without JSON when the layer could not answer.</summary>
    public sealed record Answer(long Number, string? Json) : SimulatedMessage;
}
