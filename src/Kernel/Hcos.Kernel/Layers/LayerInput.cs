using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>Everything that can be put into a layer's step.</summary>
public abstract record LayerInput
{
    /// <summary>A command arrived.</summary>
    public sealed record Commanded(CommandEnvelope Command) : LayerInput;

    /// <summary>
    /// A command was put in by the layer's own process for somebody at its door. It was never on its way, so it cannot
    /// be late: whatever clocks did meanwhile, its time is when it is decided.
    /// </summary>
    /// <param name="Context">Who asks; the id is the same at every repetition.</param>
    /// <param name="Command">What is asked.</param>
    public sealed record Submitted(MessageContext Context, ICommand Command) : LayerInput;

    /// <summary>A part of another layer's log arrived.</summary>
    public sealed record Observed(EventBatch Batch) : LayerInput;

    /// <summary>Another layer said how far its log reaches.</summary>
    public sealed record Announced(HeadAnnouncement Head) : LayerInput;

    /// <summary>A part of the layer's own log was read, as <see cref="StepOutput.OwnReads"/> asked.</summary>
    /// <param name="First">The first position read.</param>
    /// <param name="Last">The last position read; what lies between is complete.</param>
    /// <param name="Events">All of them, internal ones too.</param>
    public sealed record ReadOwn(long First, long Last, IReadOnlyList<RecordedEvent> Events) : LayerInput;

    /// <summary>An effect returned.</summary>
    /// <param name="Run">The run that returned, from <see cref="EffectStart.Run"/>.</param>
    /// <param name="Result">What it answered.</param>
    public sealed record Returned(long Run, object Result) : LayerInput;

    /// <summary>An effect under way tells something.</summary>
    /// <param name="Id">The id of the report; a repeated report is the teller's affair.</param>
    /// <param name="Report">What it tells; routed by type.</param>
    public sealed record Reported(Guid Id, object Report) : LayerInput;

    /// <summary>Time has passed.</summary>
    public sealed record Ticked : LayerInput
    {
        /// <summary>The only value.</summary>
        public static Ticked Instance { get; } = new();
    }
}
