using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>Everything that can be put into a layer's step.</summary>
public abstract record LayerInput
{
    /// <summary>A command arrived.</summary>
    public sealed record Commanded(CommandEnvelope Command) : LayerInput;

    /// <summary>A part of another layer's log arrived.</summary>
    public sealed record Observed(EventBatch Batch) : LayerInput;

    /// <summary>Another layer said how far its log reaches.</summary>
    public sealed record Announced(HeadAnnouncement Head) : LayerInput;

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
