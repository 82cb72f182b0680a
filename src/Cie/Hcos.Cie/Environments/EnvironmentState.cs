using Hcos.Contracts.Cie;

namespace Hcos.Cie.Environments;

/// <summary>What CIE remembers of one environment.</summary>
internal sealed record EnvironmentState
{
    public static EnvironmentState Initial { get; } = new();

    /// <summary>Set from the proposal on.</summary>
    public string? Name { get; init; }

    public EnvironmentAddress? Address { get; init; }

    /// <summary>The test that must succeed before it is registered.</summary>
    public ProposalTest? Test { get; init; }

    public bool IsRegistered { get; init; }

    public Reachability Reachability { get; init; }

    public string? Version { get; init; }

    /// <summary>The removal under way: ARML has been asked whether it holds claims there.</summary>
    public EnvironmentClosing? Closing { get; init; }
}

/// <summary>A test under way.</summary>
internal sealed record ProposalTest(Guid Task, EnvironmentId Environment, DateTimeOffset Deadline);
