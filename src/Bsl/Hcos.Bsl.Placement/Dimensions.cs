namespace Hcos.Bsl.Placement;

/// <summary>Names of the dimensions of capacity; any other name is a dimension that people made up.</summary>
public static class Dimensions
{
    /// <summary>Virtual processors.</summary>
    public const string Vcpus = "vcpus";

    /// <summary>Memory in bytes.</summary>
    public const string Memory = "memory";

    /// <summary>Disk in bytes.</summary>
    public const string Disk = "disk";

    /// <summary>Network cards of servers.</summary>
    public const string Ports = "ports";
}
