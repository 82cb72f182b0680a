namespace Hcos.Contracts.Arml.Resources;

/// <summary>
/// The state of a resource, in the same words for every platform. <see cref="Unknown"/> (nobody can see it now),
/// <see cref="Missing"/> (it was looked for and is not there) and <see cref="Stopped"/> (it is there and is off) are
/// three different answers.
/// </summary>
public enum ResourceState
{
    /// <summary>Nobody can see it now; what is known is as old as the evidence says.</summary>
    Unknown,

    /// <summary>It is being made.</summary>
    Provisioning,

    /// <summary>It works: a server executes, a network or pool is active.</summary>
    Running,

    /// <summary>It keeps its memory and executes nothing.</summary>
    Paused,

    /// <summary>Its memory is on disk and it executes nothing.</summary>
    Suspended,

    /// <summary>It is there and is off.</summary>
    Stopped,

    /// <summary>The platform says that it is broken.</summary>
    Error,

    /// <summary>It is being removed.</summary>
    Deleting,

    /// <summary>It was removed by us.</summary>
    Deleted,

    /// <summary>It was looked for, twice, and is not there.</summary>
    Missing,
}
