using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Cie;

/// <summary>What HCOS may do in an environment.</summary>
public enum EnvironmentAccess
{
    /// <summary>Observe and change.</summary>
    Manage,

    /// <summary>Observe only: no changing call can leave.</summary>
    ObserveOnly,
}

/// <summary>Where an environment is and how to reach it.</summary>
/// <param name="Kind">The kind of driver: <c>libvirt</c>, <c>simulated</c>.</param>
/// <param name="Endpoint">Where it is, in the driver's own notation.</param>
/// <param name="Credential">A name in the credential store, never a secret.</param>
/// <param name="Trust">A file of certificates to trust.</param>
/// <param name="Access">What HCOS may do there.</param>
public sealed record EnvironmentAddress(
    string Kind, string Endpoint, string? Credential, string? Trust, EnvironmentAccess Access);

/// <summary>Registers an environment.</summary>
/// <param name="Environment">Its identity.</param>
/// <param name="Name">Its name, unique among environments.</param>
/// <param name="Kind">The kind of driver.</param>
/// <param name="Endpoint">Where it is.</param>
/// <param name="Credential">A name in the credential store.</param>
/// <param name="Trust">A file of certificates to trust.</param>
/// <param name="Access">What HCOS may do there.</param>
/// <param name="Test">Whether it must answer before it is registered.</param>
[MessageName("cie.register-environment.v1")]
[Operation(
    "environments.add",
    "Registers an environment, after it has answered.",
    Example = "environments add lab-kvm --kind libvirt --endpoint qemu+unix:///system --observe-only")]
public sealed record RegisterEnvironment(
    [property: Subject] EnvironmentId Environment,
    [property: Help("name of the environment, unique")] string Name,
    [property: Help("kind of environment: hyperv, libvirt, openstack, simulated")] string Kind,
    [property: Help("where it is, in the notation of its kind")] string Endpoint,
    [property: Help("name of a credential in the store")] string? Credential = null,
    [property: Help("file of certificates to trust")] string? Trust = null,
    [property: Help("manage (default) or observe-only")] EnvironmentAccess Access = EnvironmentAccess.Manage,
    [property: Help("whether it must answer before it is registered; default true")] bool Test = true) : ICommand;

/// <summary>Changes how an environment is reached or what may be done there. What is null stays.</summary>
[MessageName("cie.change-environment.v1")]
[Operation(
    "environments.set",
    "Changes how an environment is reached, or what may be done there.",
    Example = "environments set lab-kvm --access observe-only")]
public sealed record ChangeEnvironment(
    [property: Subject] EnvironmentId Environment,
    [property: Help("where it is, in the notation of its kind")] string? Endpoint = null,
    [property: Help("name of a credential in the store")] string? Credential = null,
    [property: Help("file of certificates to trust")] string? Trust = null,
    [property: Help("manage or observe-only")] EnvironmentAccess? Access = null) : ICommand;

/// <summary>
/// Removes an environment from the books, unless claims are held there; nothing in it is touched. Forgotten, it leaves
/// at once; otherwise ARML closes it first.
/// </summary>
[MessageName("cie.remove-environment.v1")]
[Operation(
    "environments.remove",
    "Removes an environment from the books, unless HCOS has something there; nothing in it is touched.",
    Example = "environments remove lab-kvm --forget")]
public sealed record RemoveEnvironment(
    [property: Subject] EnvironmentId Environment,
    [property: Help("give up what HCOS made there: its claims end as abandoned")] bool Forget = false) : ICommand;

/// <summary>An environment is to be registered as soon as it has answered.</summary>
[MessageName("cie.environment-proposed.v1")]
public sealed record EnvironmentProposed(
    EnvironmentId Environment, string Name, EnvironmentAddress Address, DateTimeOffset Deadline) : ITaskBegun;

/// <summary>An environment is in the books.</summary>
[MessageName("cie.environment-registered.v1")]
public sealed record EnvironmentRegistered(EnvironmentId Environment, string Name, EnvironmentAddress Address) : IEvent;

/// <summary>An environment is reached otherwise, or other things may be done there.</summary>
[MessageName("cie.environment-changed.v1")]
public sealed record EnvironmentChanged(EnvironmentId Environment, string Name, EnvironmentAddress Address) : IEvent;

/// <summary>
/// An environment is to be removed as soon as ARML has closed it. It is kept when claims are held there, or when nobody
/// answers by the deadline.
/// </summary>
/// <param name="Environment">Which.</param>
/// <param name="Task">The identity of the removal; its end is told under it.</param>
/// <param name="Deadline">When it is kept after all, in CIE's log time.</param>
[MessageName("cie.environment-closing.v1")]
public sealed record EnvironmentClosing(EnvironmentId Environment, Guid Task, DateTimeOffset Deadline) : ITaskBegun;

/// <summary>An environment is no longer in the books.</summary>
/// <param name="Environment">Which.</param>
/// <param name="Name">Its name, free for another one.</param>
/// <param name="IsForgotten">Whether claims in it end as abandoned; otherwise there are none.</param>
[MessageName("cie.environment-removed.v1")]
public sealed record EnvironmentRemoved(EnvironmentId Environment, string Name, bool IsForgotten) : IEvent;

/// <summary>Whether an environment answers.</summary>
public enum Reachability
{
    /// <summary>Nobody has looked yet.</summary>
    Unknown,

    /// <summary>It answers.</summary>
    Reachable,

    /// <summary>It does not answer: what is known of its resources grows old.</summary>
    Unreachable,

    /// <summary>Too much of it seems to be missing at once; nobody acts until that is confirmed.</summary>
    Suspect,
}

/// <summary>An environment began or ceased to answer.</summary>
/// <param name="Environment">Which.</param>
/// <param name="Reachability">How it stands now.</param>
/// <param name="Since">Since when, in CI2's log time.</param>
/// <param name="Version">Product and version, once known.</param>
/// <param name="Reason">Why it does not answer.</param>
[MessageName("cie.environment-reachability-changed.v1")]
public sealed record EnvironmentReachabilityChanged(
    EnvironmentId Environment, Reachability Reachability, DateTimeOffset Since, string? Version,
    string? Reason) : IEvent;

/// <summary>What was begun with an environment has ended.</summary>
[MessageName("cie.environment-task-ended.v1")]
public sealed record EnvironmentTaskEnded(
    EnvironmentId Environment,
    Guid Task,
    TaskOutcome Outcome,
    string Code,
    string? Reason,
    IReadOnlyList<string> LeftBehind) : ITaskEnded;
