using Hcos.Contracts.Arml;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Candidates;

/// <summary>
/// Writes what ARML tells of hosts into the own log, so that every placement can be replayed from it. One stream per
/// environment, without a state of its own: the table in the lookups is the fold.
/// </summary>
internal abstract class CandidateNotes : IDecider<CandidateNotesState, BslLookups>
{
    public static CandidateNotesState Initial { get; } = new();

    public static Decision Decide(CandidateNotesState state, Given given, BslLookups lookups) => given.Message switch
    {
        HostCapacityChanged e => Decision.Of(new CandidateNoted(e)),
        HostWithdrawn e => Decision.Of(new CandidateLost(e.Environment, e.Host)),
        EnvironmentOfferChanged e => Decision.Of(new OfferNoted(e.Environment, e)),
        EnvironmentOfferWithdrawn e => Decision.Of(new OfferNoted(e.Environment, null)),
        CapacityClaimed e => Decision.Of(new ClaimNoted(e.Claim, e.Environment, e.Host, e.Amount)),
        ClaimResized e => Decision.Of(
            new ClaimLost(e.Claim, e.Environment, e.Host, e.Former),
            new ClaimNoted(e.Claim, e.Environment, e.Host, e.Amount)),
        ClaimReleased e => Decision.Of(new ClaimLost(e.Claim, e.Environment, e.Host, e.Amount)),
        _ => Decision.Nothing,
    };

    public static CandidateNotesState Evolve(CandidateNotesState state, IEvent happened) => state;
}

/// <summary>Nothing: the table in the lookups remembers.</summary>
internal sealed record CandidateNotesState;
