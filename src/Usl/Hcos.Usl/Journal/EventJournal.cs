using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Journal;

/// <summary>Takes every public event of every log into USL's own log: the one order that people see.</summary>
internal abstract class EventJournal : IDecider<JournalState, UslLookups>
{
    public const string Family = "journal";

    public static JournalState Initial => JournalState.Instance;

    public static Decision Decide(JournalState state, Given given, UslLookups lookups) =>
        given.Origin is { } origin ? Decision.Of(new Journaled(origin, given.IsEarly)) : Decision.Nothing;

    public static JournalState Evolve(JournalState state, IEvent happened) => state;
}
