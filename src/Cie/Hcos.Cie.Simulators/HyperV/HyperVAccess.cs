namespace Hcos.Cie.Simulators.HyperV;

/// <summary>What the account finds of Hyper-V on a host that lets it in and shows it Windows.</summary>
public enum HyperVAccess
{
    /// <summary>All of it.</summary>
    Granted,

    /// <summary>It may not read the WMI namespace.</summary>
    Denied,

    /// <summary>It may read the WMI namespace, and nothing is there for whoever may not manage Hyper-V.</summary>
    Hidden,

    /// <summary>The host does not have the role, and no such WMI namespace.</summary>
    Absent,
}
