using Hcos.Bsl.Placement;
using Hcos.Bsl.Servers;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Placements;

/// <summary>A placement decision as it stands in a server's own stream, with what was asked for. Pure.</summary>
/// <param name="Placed">The decision.</param>
/// <param name="Wanted">What was to be placed.</param>
/// <param name="Refused">The candidates that had refused before.</param>
internal sealed record PastDecision(
    ServerPlaced Placed, ServerDescription Wanted, IReadOnlyList<CandidateKey> Refused)
{
    /// <summary>The position of BSL's log up to which candidates were known.</summary>
    public long Position => Placed.Decision.InputPosition;

    /// <summary>The decisions of a server, by its own stream in order.</summary>
    public static IReadOnlyList<PastDecision> In(IEnumerable<IEvent> stream)
    {
        var found = new List<PastDecision>();
        ServerDescription? wanted = null;
        List<CandidateKey> refused = [];
        foreach (var happened in stream)
        {
            switch (happened)
            {
                case ServerRequested requested:
                    (wanted, refused) = (requested.Description, []);
                    break;
                case ServerPlaced placed when wanted is not null:
                    found.Add(new(placed, wanted, [.. refused]));
                    refused.Add(ServerEvolution.KeyOf(placed));
                    break;
                default:
                    break;
            }
        }

        return found;
    }

    /// <summary>Decides again, on the candidates as they were.</summary>
    public PlacementOutcome Again(BslLookups then) => Planning.Place(Wanted, Refused, then);
}
