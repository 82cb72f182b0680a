using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;

namespace Hcos.Usl.Views;

/// <summary>A business system as it is wanted and as it stands.</summary>
internal sealed record SystemView(SystemId Id, string Name)
{
    public SystemHealth Health { get; init; } = SystemHealth.Deploying;

    /// <summary>Why it is not healthy, one line each.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Whether counts and health are restored when something fails.</summary>
    public bool Heal { get; init; } = true;

    public IReadOnlyList<ComponentView> Components { get; init; } = [];

    /// <summary>Journal time of the last change of its health.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>A component of a business system.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many instances are wanted.</param>
/// <param name="Spec">What each of them is to be.</param>
/// <param name="Instances">Those there are.</param>
internal sealed record ComponentView(
    string Name, int Count, ComponentSpec Spec, IReadOnlyList<InstanceView> Instances);

/// <summary>An instance of a component.</summary>
/// <param name="Index">Its number in the component.</param>
/// <param name="Server">Its server.</param>
/// <param name="Name">The server's name.</param>
/// <param name="State">How it stands.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Reason">Why it is not healthy.</param>
/// <param name="Since">Journal time of its last change.</param>
internal sealed record InstanceView(
    int Index,
    ServerId Server,
    string Name,
    InstanceState State,
    IReadOnlyList<string> Addresses,
    string? Reason,
    DateTimeOffset Since)
{
    /// <summary>What is done to restore it.</summary>
    public string? Healing { get; init; }
}
