using System.Collections.Immutable;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;

namespace Hcos.Esl.Systems;

/// <summary>What a business system remembers.</summary>
internal sealed record SystemState
{
    public SystemId Id { get; init; }

    public string Name { get; init; } = "";

    public SystemSpec Spec { get; init; } = new([]);

    /// <summary>Its instances in order of their addition; the deleted ones are left out.</summary>
    public ImmutableList<InstanceRecord> Instances { get; init; } = [];

    /// <summary>The next number of an instance, by component; a number is never used again.</summary>
    public ImmutableSortedDictionary<string, int> NextIndex { get; init; } =
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>
    /// Components whose last instances could not be made: how often in a row, and not before when again.
    /// </summary>
    public ImmutableSortedDictionary<string, CreationFailures> Failures { get; init; } =
        ImmutableSortedDictionary.Create<string, CreationFailures>(StringComparer.Ordinal);

    public SystemHealth? Health { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What is being done to it; null when it only stands.</summary>
    public SystemTask? Task { get; init; }

    /// <summary>Whether every instance wanted has been healthy at once before.</summary>
    public bool HasStood { get; init; }

    public bool IsDeleting { get; init; }

    public bool IsDeleted { get; init; }

    public bool Exists => Name.Length > 0 && !IsDeleted;

    public IEnumerable<InstanceRecord> Of(string component) =>
        Instances.Where(instance => instance.Component == component);

    public InstanceRecord? InstanceOf(ServerId server) => Instances.Find(instance => instance.Server == server);

    public ComponentSpec? ComponentOf(InstanceRecord instance) =>
        Spec.Components.FirstOrDefault(component => component.Name == instance.Component);
}

/// <summary>A task on a business system.</summary>
/// <param name="Id">The id of the command.</param>
/// <param name="Deadline">When it is given up.</param>
/// <param name="Failure">Why it is being undone; null while it goes forward.</param>
internal sealed record SystemTask(Guid Id, DateTimeOffset Deadline, TaskFailure? Failure = null);

/// <summary>Why a task is being undone.</summary>
internal sealed record TaskFailure(string Code, string? Reason);

/// <summary>A component's instances could not be made.</summary>
internal sealed record CreationFailures(int Count, DateTimeOffset RetryAt, string Code, string? Reason);
