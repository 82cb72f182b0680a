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

    /// <summary>Sizes that servers are made with, where a platform keeps a list of them.</summary>
    ServerSize,

    /// <summary>A place in a network that a server is, or can be, attached to.</summary>
    Port,

    /// <summary>An address of an outer network that can be led to one port after another.</summary>
    FloatingAddress,

    /// <summary>Rules for what may come to its members and leave them.</summary>
    SecurityGroup,
}
