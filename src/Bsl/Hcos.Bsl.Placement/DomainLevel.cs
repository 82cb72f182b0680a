namespace Hcos.Bsl.Placement;

/// <summary>How far a failure reaches, from the narrowest to the widest.</summary>
public enum DomainLevel : byte
{
    /// <summary>One host.</summary>
    Host,

    /// <summary>A cluster of hosts.</summary>
    Cluster,

    /// <summary>A pod of clusters.</summary>
    Pod,

    /// <summary>A zone of pods.</summary>
    Zone,
}
