namespace Hcos.Contracts.Arml.Resources;

/// <summary>What sort of thing a resource is. The same on every platform.</summary>
public enum ResourceKind
{
    /// <summary>A machine that runs servers.</summary>
    Host,

    /// <summary>A virtual machine.</summary>
    Server,

    /// <summary>A place that volumes are kept in.</summary>
    StoragePool,

    /// <summary>A disk.</summary>
    Volume,

    /// <summary>A read-only disk that servers are made from.</summary>
    Image,

    /// <summary>A network that servers are attached to.</summary>
    Network,
}
