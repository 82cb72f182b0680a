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

    /// <summary>It has refused this server already.</summary>
    Refused,

    /// <summary>The image is not there.</summary>
    ImageMissing,

    /// <summary>The disk would be smaller than the image.</summary>
    DiskTooSmall,

    /// <summary>The network is not there.</summary>
    NetworkMissing,

    /// <summary>Too few processors are free.</summary>
    Vcpus,

    /// <summary>Too little memory is free.</summary>
    Memory,

    /// <summary>Too little disk is free.</summary>
    Disk,
}

/// <summary>The stable words for rejections.</summary>
public static class Rejections
{
    /// <summary>The word for a reason, as it is stored and shown.</summary>
    public static string Code(this Rejection reason) => reason switch
    {
        Rejection.Environment => "other-environment",
        Rejection.NotUsable => "not-usable",
        Rejection.Refused => "refused-before",
        Rejection.ImageMissing => "image-missing",
        Rejection.DiskTooSmall => "disk-smaller-than-image",
        Rejection.NetworkMissing => "network-missing",
        Rejection.Vcpus => "vcpus",
        Rejection.Memory => "memory",
        Rejection.Disk => "disk",
        _ => "none",
    };
}
