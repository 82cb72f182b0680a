namespace Hcos.Bsl.Placement;

/// <summary>Why a candidate cannot be chosen. The first reason that applies is the one that is told.</summary>
public enum Rejection : byte
{
    /// <summary>It can be chosen.</summary>
    None,

    /// <summary>The request asks for another environment.</summary>
    Environment,

    /// <summary>Nothing may be placed there now.</summary>
    NotUsable,

    /// <summary>It was not seen for too long.</summary>
    Stale,

    /// <summary>It is being emptied or worked on.</summary>
    Maintenance,

    /// <summary>It takes no servers of this tenant.</summary>
    Access,

    /// <summary>It has refused this server already.</summary>
    Refused,

    /// <summary>Its processors are of another architecture.</summary>
    Architecture,

    /// <summary>It is not able to do something that is needed.</summary>
    Ability,

    /// <summary>It does not carry a label that is asked for.</summary>
    Label,

    /// <summary>The image is not there.</summary>
    ImageMissing,

    /// <summary>The disk would be smaller than the image.</summary>
    DiskTooSmall,

    /// <summary>The network is not there.</summary>
    NetworkMissing,

    /// <summary>The group that it must be with is somewhere else.</summary>
    Affinity,

    /// <summary>The group that it must not be with is there.</summary>
    AntiAffinity,

    /// <summary>Too few processors are free.</summary>
    Vcpus,

    /// <summary>Too little memory is free.</summary>
    Memory,

    /// <summary>Too little disk is free.</summary>
    Disk,

    /// <summary>Too few network cards are free.</summary>
    Ports,

    /// <summary>Too little is free of a dimension that people made up.</summary>
    Further,
}

/// <summary>The stable words for rejections.</summary>
public static class Rejections
{
    /// <summary>The word for a reason, as it is stored and shown.</summary>
    public static string Code(this Rejection reason) => reason switch
    {
        Rejection.Environment => "other-environment",
        Rejection.NotUsable => "not-usable",
        Rejection.Stale => "not-seen-lately",
        Rejection.Maintenance => "in-maintenance",
        Rejection.Access => "closed-to-tenant",
        Rejection.Refused => "refused-before",
        Rejection.Architecture => "other-architecture",
        Rejection.Ability => "ability-missing",
        Rejection.Label => "label-missing",
        Rejection.ImageMissing => "image-missing",
        Rejection.DiskTooSmall => "disk-smaller-than-image",
        Rejection.NetworkMissing => "network-missing",
        Rejection.Affinity => "group-elsewhere",
        Rejection.AntiAffinity => "group-there",
        Rejection.Vcpus => "vcpus",
        Rejection.Memory => "memory",
        Rejection.Disk => "disk",
        Rejection.Ports => "ports",
        Rejection.Further => "further-capacity",
        _ => "none",
    };

    /// <summary>Whether it is only a lack of capacity.</summary>
    public static bool IsOfCapacity(this Rejection reason) => reason >= Rejection.Vcpus;
}
