using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>One thing that a stream owes, and how far the kernel is with it.</summary>
internal sealed class OwedEntry(string stream, Pending what, MessageContext origin, long originPosition)
{
    public string Stream { get; } = stream;

    public string Key => What.Key;

    public Pending What { get; set; } = what;

    /// <summary>Context of the event after which it was owed.</summary>
    public MessageContext Origin { get; } = origin;

    /// <summary>Position of that event in the layer's own log.</summary>
    public long OriginPosition { get; } = originPosition;

    /// <summary>The present attempt of a command, from 1.</summary>
    public int Attempt { get; set; }

    /// <summary>The id of the present attempt of a command.</summary>
    public Guid CommandId { get; set; }

    public DateTimeOffset NotAfter { get; set; }

    /// <summary>Whether the receiver has answered the present attempt with an event.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Whether the present attempt of a command is over, so that the next send begins a new one.</summary>
    public bool IsOver { get; set; }

    /// <summary>How often it was sent in the present attempt, run or told.</summary>
    public int Tries { get; set; }

    /// <summary>The run under way; 0 for none.</summary>
    public long Run { get; set; }

    /// <summary>Whether a changing effect may have been under way when the layer began.</summary>
    public bool IsUncertain { get; set; }

    public bool IsForgotten { get; set; }

    /// <summary>Raised with every new due time, so that older entries of the heap are passed over.</summary>
    public int Stamp { get; set; }
}
