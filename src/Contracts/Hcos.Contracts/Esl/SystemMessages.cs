using System.ComponentModel.DataAnnotations;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Esl;

/// <summary>The identity of a business system.</summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct SystemId(Guid Value) : ITypedId<SystemId>
{
    /// <inheritdoc/>
    public static SystemId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A business system as it is wanted.</summary>
/// <param name="Components">Its components, in the order of the manifest.</param>
/// <param name="Heal">Whether counts and health are restored when something fails.</param>
public sealed record SystemSpec(IReadOnlyList<ComponentSpec> Components, bool Heal = true);

/// <summary>A component of a business system: a number of equal servers.</summary>
/// <param name="Name">Its name, unique in the system.</param>
/// <param name="Count">How many instances are wanted, 0 to 1,000.</param>
/// <param name="Vcpus">Virtual processors of each.</param>
/// <param name="MemoryBytes">Memory of each in bytes.</param>
/// <param name="DiskBytes">Disk of each in bytes; 0 means as large as the image.</param>
/// <param name="Image">Image to start from.</param>
/// <param name="Network">Network to attach to.</param>
/// <param name="Environments">Only in these environments; empty means anywhere.</param>
/// <param name="UserData">NoCloud user-data for the first boot.</param>
/// <param name="DependsOn">Components that must be healthy before this one starts.</param>
/// <param name="Health">How its health is seen; null means running is healthy.</param>
public sealed record ComponentSpec(
    string Name,
    int Count,
    int Vcpus,
    long MemoryBytes,
    long DiskBytes,
    string? Image,
    string? Network,
    IReadOnlyList<EnvironmentId> Environments,
    string? UserData,
    IReadOnlyList<string> DependsOn,
    HealthSpec? Health);

/// <summary>An HTTP health check: an answer of 200 to 399 is healthy.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Port">TCP port.</param>
/// <param name="IntervalSeconds">Between two checks.</param>
/// <param name="TimeoutSeconds">Of one check.</param>
/// <param name="FailuresToUnhealthy">So many in a row make it unhealthy.</param>
/// <param name="StartSeconds">How long a fresh instance may take to become healthy.</param>
public sealed record HealthSpec(
    string Path = "/",
    int Port = 80,
    int IntervalSeconds = 5,
    int TimeoutSeconds = 2,
    int FailuresToUnhealthy = 3,
    int StartSeconds = 120)
{
    /// <summary>Whether a text can be a path and query: it begins with a slash and has no blanks.</summary>
    public static bool IsPath(string text) =>
        text.StartsWith('/') && text.Length <= 1_024 && text.All(letter => letter is > ' ' and <= '~');
}

/// <summary>Deploys a business system, or changes one of the same name to what is wanted now.</summary>
/// <param name="System">Its identity.</param>
/// <param name="Name">Its name, unique among business systems.</param>
/// <param name="Spec">What is wanted.</param>
[MessageName("esl.deploy-system.v1")]
[Operation(
    "systems.deploy",
    "Deploys the business system of a manifest, or changes it to what the manifest wants now.",
    DeadlineSeconds = 600,
    Example = "systems deploy deploy/samples/hello.yaml")]
public sealed record DeploySystem([property: Subject] SystemId System, string Name, SystemSpec Spec) : ICommand;

/// <summary>Changes the number of instances of a component.</summary>
[MessageName("esl.scale-system.v1")]
[Operation(
    "systems.scale",
    "Changes the number of instances of a component.",
    DeadlineSeconds = 600,
    Example = "systems scale hello --component web --count 3")]
public sealed record ScaleSystem(
    [property: Subject] SystemId System,
    [property: Help("name of the component")] string Component,
    [property: Help("how many instances, 0 to 1000"), Range(0, 1_000)] int Count) : ICommand;

/// <summary>Deletes a business system with all its servers.</summary>
[MessageName("esl.delete-system.v1")]
[Operation(
    "systems.delete",
    "Deletes a business system with all its servers.",
    DeadlineSeconds = 600,
    Example = "systems delete hello")]
public sealed record DeleteSystem(
    [property: Subject] SystemId System,
    [property: FilledIn] DateTimeOffset? CreateNotAfter = null) : IRemoves;

/// <summary>A business system is wanted, for the first time or changed.</summary>
[MessageName("esl.system-requested.v1")]
public sealed record SystemRequested(
    SystemId System, string Name, SystemSpec Spec, Guid Task, DateTimeOffset Deadline) : ITaskBegun;

/// <summary>A business system is being deleted.</summary>
[MessageName("esl.system-deleting.v1")]
public sealed record SystemDeleting(SystemId System, Guid Task, DateTimeOffset Deadline) : ITaskBegun;

/// <summary>A business system is gone with all its servers; its name is free.</summary>
[MessageName("esl.system-deleted.v1")]
public sealed record SystemDeleted(SystemId System, string Name) : IEvent;

/// <summary>What was done to a business system has ended.</summary>
[MessageName("esl.system-task-ended.v1")]
public sealed record SystemTaskEnded(
    SystemId System,
    Guid Task,
    TaskOutcome Outcome,
    string Code,
    string? Reason,
    IReadOnlyList<string> LeftBehind) : ITaskEnded;

/// <summary>How an instance stands.</summary>
public enum InstanceState
{
    /// <summary>It waits for components that it depends on.</summary>
    Waiting,

    /// <summary>Its server is being made.</summary>
    Creating,

    /// <summary>Its server runs; its health is not known yet.</summary>
    Starting,

    /// <summary>It is healthy.</summary>
    Healthy,

    /// <summary>Its server runs and does not answer as it should.</summary>
    Unhealthy,

    /// <summary>Its server does not run.</summary>
    Down,

    /// <summary>Nobody can see it now; nothing is done about it.</summary>
    Unknown,

    /// <summary>Its server is being deleted.</summary>
    Deleting,

    /// <summary>Its server is gone.</summary>
    Deleted,
}

/// <summary>An instance is wanted.</summary>
/// <param name="System">Of which system.</param>
/// <param name="Component">Of which component.</param>
/// <param name="Index">Its number in the component, from 1; never used again.</param>
/// <param name="Server">The server that it will be.</param>
/// <param name="Name">The server's name.</param>
[MessageName("esl.instance-added.v1")]
public sealed record InstanceAdded(
    SystemId System, string Component, int Index, ServerId Server, string Name) : IEvent;

/// <summary>An instance stands otherwise than before.</summary>
/// <param name="System">Of which system.</param>
/// <param name="Component">Of which component.</param>
/// <param name="Index">Its number.</param>
/// <param name="Server">Its server.</param>
/// <param name="State">How it stands now.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Reason">Why it is not healthy.</param>
[MessageName("esl.instance-state-changed.v1")]
public sealed record InstanceStateChanged(
    SystemId System,
    string Component,
    int Index,
    ServerId Server,
    InstanceState State,
    IReadOnlyList<string> Addresses,
    string? Reason) : IEvent;

/// <summary>ESL restores an instance by itself.</summary>
/// <param name="System">Of which system.</param>
/// <param name="Server">Its server.</param>
/// <param name="Number">The number of the attempt, from 1, since it was last healthy.</param>
/// <param name="Action">What is done: <c>start</c>, <c>reboot</c>, <c>replace</c>.</param>
/// <param name="Reason">What was seen.</param>
[MessageName("esl.instance-healing.v1")]
public sealed record InstanceHealing(
    SystemId System, ServerId Server, int Number, string Action, string Reason) : IEvent;

/// <summary>How a business system stands.</summary>
public enum SystemHealth
{
    /// <summary>It is being built or changed.</summary>
    Deploying,

    /// <summary>Every instance wanted is healthy.</summary>
    Healthy,

    /// <summary>Some are not.</summary>
    Degraded,

    /// <summary>Nobody can see enough of it to tell.</summary>
    Unknown,

    /// <summary>It is being deleted.</summary>
    Deleting,
}

/// <summary>A business system stands otherwise than before.</summary>
/// <param name="System">Which.</param>
/// <param name="Health">How it stands now.</param>
/// <param name="Reasons">Why it is not healthy, one line each.</param>
[MessageName("esl.system-health-changed.v1")]
public sealed record SystemHealthChanged(
    SystemId System, SystemHealth Health, IReadOnlyList<string> Reasons) : IEvent;
