namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>The types that the catalogue calls services by.</summary>
internal static class Services
{
    /// <summary>Nova.</summary>
    public const string Compute = "compute";

    /// <summary>Glance.</summary>
    public const string Image = "image";

    /// <summary>Neutron; its version is a part of the path.</summary>
    public const string Network = "network";

    /// <summary>Placement; it has no version in its path.</summary>
    public const string Placement = "placement";

    /// <summary>Cinder; its version and the project are in the catalogue's address.</summary>
    public const string Volume = "volumev3";
}
