using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;

namespace Hcos.Esl.Systems;

/// <summary>One instance of a component as its system remembers it.</summary>
internal sealed record InstanceRecord(string Component, int Index, ServerId Server, string Name)
{
    public InstanceState State { get; init; } = InstanceState.Waiting;

    public IReadOnlyList<string> Addresses { get; init; } = [];

    public string? Reason { get; init; }

    /// <summary>When it came into its present state.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Whether BSL has answered the order that the present state owes.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>The task that BSL has in flight on its server; null for none.</summary>
    public Guid? Task { get; init; }

    /// <summary>Whether its server was seen in a state that a start cannot mend.</summary>
    public bool IsLost { get; init; }

    /// <summary>Whether somebody paused its server: that is reported, not cured.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The healing attempts since it was last healthy.</summary>
    public int Healings { get; init; }

    /// <summary>All healings in its life: what names the order of each, so that no two have the same id.</summary>
    public int HealingOrders { get; init; }

    /// <summary>The action that is being taken; null for none.</summary>
    public HealingAction? Healing { get; init; }

    /// <summary>Not before this time is it healed again.</summary>
    public DateTimeOffset HealNotBefore { get; init; }

    public bool IsLeaving => State is InstanceState.Deleting or InstanceState.Deleted;

    public bool HasServer => IsOrdered || State is not (InstanceState.Waiting or InstanceState.Creating);
}

/// <summary>What ESL does to restore an instance.</summary>
internal enum HealingAction
{
    Start,
    Reboot,
}
