using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Adoptions;

/// <summary>
/// Writes what ARML tells of servers that are nobody's into the own log: the lookups are a fold over nothing else.
/// </summary>
internal abstract class ForeignNotes : IDecider<ForeignNotesState, BslLookups>
{
    public static ForeignNotesState Initial { get; } = new();

    public static Decision Decide(ForeignNotesState state, Given given, BslLookups lookups) => given.Message switch
    {
        ForeignServerChanged e => Decision.Of(new ForeignNoted(e)),
        ForeignServerWithdrawn e => Decision.Of(new ForeignLost(e.Environment, e.Key)),
        AdoptionStandingChanged e => Decision.Of(new AdoptionNotedIn(e)),
        _ => Decision.Nothing,
    };

    public static ForeignNotesState Evolve(ForeignNotesState state, IEvent happened) => state;
}

/// <summary>Nothing: the lookups remember.</summary>
internal sealed record ForeignNotesState;

/// <summary>A server that is nobody's is told anew.</summary>
[MessageName("bsl.foreign-noted.v1")]
internal sealed record ForeignNoted(ForeignServerChanged Server) : IEvent;

/// <summary>A server that was nobody's is gone, or is somebody's.</summary>
[MessageName("bsl.foreign-lost.v1")]
internal sealed record ForeignLost(EnvironmentId Environment, ResourceKey Key) : IEvent;

/// <summary>Whether anything can be adopted in an environment is told anew.</summary>
[MessageName("bsl.adoption-noted-in.v1")]
internal sealed record AdoptionNotedIn(AdoptionStandingChanged Standing) : IEvent;
