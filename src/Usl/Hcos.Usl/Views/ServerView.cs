using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Views;

/// <summary>A server as it is wanted and as it was seen last.</summary>
internal sealed record ServerView(ServerId Id, string Name)
{
    public ResourceState State { get; init; } = ResourceState.Provisioning;

    /// <summary>Why it is unknown, missing or in error.</summary>
    public string? Reason { get; init; }

    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Who saw it, when and how; null while it is not made yet.</summary>
    public Evidence? Evidence { get; init; }

    public int Vcpus { get; init; }

    public long MemoryBytes { get; init; }

    public long DiskBytes { get; init; }

    public string? Image { get; init; }

    public string? Network { get; init; }

    public string? Group { get; init; }

    /// <summary>The business system it belongs to, as <c>systems/ID</c>.</summary>
    public string? Owner { get; init; }

    public EnvironmentId? Environment { get; init; }

    /// <summary>Native id of its host.</summary>
    public string? Host { get; init; }

    public string? HostName { get; init; }

    /// <summary>The snapshots of its disk, by name; null when there are none.</summary>
    public IReadOnlyList<SnapshotFacts>? Snapshots { get; init; }

    /// <summary>The resource that it is now.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>The native id under which somebody else's server was adopted; null when it was made here.</summary>
    public string? AdoptedAs { get; init; }

    /// <summary>The row of its native object.</summary>
    public string? ResourceRow { get; init; }

    /// <summary>What is being done to it.</summary>
    public ServerTaskView? Task { get; init; }

    /// <summary>What was done to it last.</summary>
    public ServerTaskView? LastTask { get; init; }
}

/// <summary>Something that is or was done to a server.</summary>
/// <param name="Kind">What.</param>
/// <param name="Since">Journal time of its beginning.</param>
internal sealed record ServerTaskView(ServerTaskKind Kind, DateTimeOffset Since)
{
    public TaskOutcome? Outcome { get; init; }

    public string? Code { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyList<string>? LeftBehind { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
