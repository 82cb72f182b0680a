namespace Hcos.Bsl.Placement;

/// <summary>What makes one place better than another. Each gives a value of 0..1 to every candidate.</summary>
public enum Objective : byte
{
    /// <summary>The share of processors or memory, whichever is scarcer, that stays free.</summary>
    Balance,

    /// <summary>Distance from the other servers of the group: host, cluster, pod and zone.</summary>
    Spread,

    /// <summary>The share of disk that stays free.</summary>
    Disk,

    /// <summary>Full hosts first, so that others stay empty.</summary>
    Consolidation,

    /// <summary>What is left in one dimension stays usable with what is left in the others.</summary>
    Alignment,

    /// <summary>Little money.</summary>
    Cost,

    /// <summary>Few further watts; waking an idle host costs what it draws when idle.</summary>
    Energy,

    /// <summary>Near its image and its data.</summary>
    Locality,

    /// <summary>The largest usual server still fits afterwards.</summary>
    Headroom,

    /// <summary>Where it was before, or else where its group is.</summary>
    Churn,

    /// <summary>Rules about groups that are wishes only.</summary>
    Affinity,
}

/// <summary>The stable words for objectives.</summary>
public static class Objectives
{
    /// <summary>The word for an objective, as it is stored and shown.</summary>
    public static string Code(this Objective objective) => objective switch
    {
        Objective.Balance => "balance",
        Objective.Spread => "spread",
        Objective.Disk => "disk",
        Objective.Consolidation => "consolidation",
        Objective.Alignment => "alignment",
        Objective.Cost => "cost",
        Objective.Energy => "energy",
        Objective.Locality => "locality",
        Objective.Headroom => "headroom",
        Objective.Churn => "churn",
        _ => "affinity",
    };
}
