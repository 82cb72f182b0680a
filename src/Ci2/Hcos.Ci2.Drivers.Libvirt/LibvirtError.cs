namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>What the library said: <c>virErrorNumber</c>, <c>virErrorDomain</c> and its words.</summary>
internal readonly record struct LibvirtError(int Code, int Domain, string Message)
{
    /// <summary>Whether the daemon cannot be talked to.</summary>
    public bool IsLostConnection => LibvirtErrors.IsLostConnection(Code, Domain);
}
