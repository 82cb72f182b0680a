using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Views;

/// <summary>The report of an adoption: what became what, and what was left and why.</summary>
internal sealed record AdoptionView(AdoptionId Id, EnvironmentId Environment, DateTimeOffset Since)
{
    /// <summary>How it ended; null while it goes on.</summary>
    public TaskOutcome? Outcome { get; init; }

    public string? Reason { get; init; }

    public int AdoptedCount { get; init; }

    public int LeftCount { get; init; }

    /// <summary>What is or is being adopted, and as what.</summary>
    public IReadOnlyList<AdoptedServer> Adopts { get; init; } = [];

    /// <summary>What was left as found, and why.</summary>
    public IReadOnlyList<NotAdopted> Leaves { get; init; } = [];

    public DateTimeOffset? EndedAt { get; init; }
}
