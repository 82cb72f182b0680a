using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;

namespace Hcos.Usl.Views;

/// <summary>A resource as it was seen last, ours or not, with evidence for its state and for the rest.</summary>
internal sealed record ResourceView(string Id, EnvironmentId Environment, ResourceKind Kind, string NativeId)
{
    public string? Name { get; init; }

    public ResourceState State { get; init; }

    /// <summary>Why it is missing or in error.</summary>
    public string? Reason { get; init; }

    /// <summary>Who saw the state, when and how.</summary>
    public Evidence? Evidence { get; init; }

    public HostFacts? Host { get; init; }

    public ServerFacts? Server { get; init; }

    public StoragePoolFacts? StoragePool { get; init; }

    public VolumeFacts? Volume { get; init; }

    public ImageFacts? Image { get; init; }

    public NetworkFacts? Network { get; init; }

    public ServerSize? ServerSize { get; init; }

    public PortFacts? Port { get; init; }

    public FloatingAddressFacts? FloatingAddress { get; init; }

    public SecurityGroupFacts? SecurityGroup { get; init; }

    public NativePart? Native { get; init; }

    /// <summary>Who saw everything but the state, when and how.</summary>
    public Evidence? FactsEvidence { get; init; }

    /// <summary>Our own identity of it; null when it is nobody's.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>The server it was made for.</summary>
    public ServerId? OwnedBy { get; init; }

    /// <summary>That server's name.</summary>
    public string? OwnerName { get; init; }

    /// <summary>What a host can be given and what of that is taken.</summary>
    public HostCapacityView? Capacity { get; init; }
}

/// <summary>The books of a host.</summary>
/// <param name="Total">All that may be claimed there.</param>
/// <param name="Foreign">What servers take that are not ours.</param>
/// <param name="Claimed">What is claimed for servers of ours.</param>
/// <param name="IsUsable">Whether anything may be placed there now.</param>
/// <param name="Reason">Why not.</param>
internal sealed record HostCapacityView(
    Capacity Total, Capacity Foreign, Capacity Claimed, bool IsUsable, string? Reason);
