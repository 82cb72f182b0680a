using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;

namespace Hcos.Esl.Systems;

/// <summary>BSL has taken on what an instance's state owed.</summary>
[MessageName("esl.instance-ordered.v1")]
internal sealed record InstanceOrdered(SystemId System, ServerId Server) : IEvent;

/// <summary>BSL began or ended a task on an instance's server; null when none is in flight any more.</summary>
[MessageName("esl.instance-task-seen.v1")]
internal sealed record InstanceTaskSeen(SystemId System, ServerId Server, Guid? Task) : IEvent;

/// <summary>How an instance's server was seen, as far as it decides what healing may do.</summary>
[MessageName("esl.instance-server-seen.v1")]
internal sealed record InstanceServerSeen(SystemId System, ServerId Server, bool IsLost, bool IsPaused) : IEvent;

/// <summary>A healing attempt is over; the next one waits.</summary>
[MessageName("esl.instance-healing-ended.v1")]
internal sealed record InstanceHealingEnded(SystemId System, ServerId Server, DateTimeOffset NotBefore) : IEvent;

/// <summary>An instance could not be made; the next attempt waits.</summary>
[MessageName("esl.instance-creation-failed.v1")]
internal sealed record InstanceCreationFailed(
    SystemId System, string Component, string Code, string? Reason, DateTimeOffset RetryAt) : IEvent;

/// <summary>A first deployment cannot succeed and is taken back.</summary>
[MessageName("esl.deployment-undoing.v1")]
internal sealed record DeploymentUndoing(SystemId System, string Code, string? Reason) : IEvent;

/// <summary>The time at which an instance came into its present state, beside the public event.</summary>
[MessageName("esl.instance-dated.v1")]
internal sealed record InstanceDated(SystemId System, ServerId Server, DateTimeOffset Since) : IEvent;
