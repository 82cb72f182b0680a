using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Adoptions;

/// <summary>
/// One adoption, of one server or of many: decides the mapping, hands each server to its own stream, and ends when all
/// of them have ended. What it is told of a server twice changes nothing.
/// </summary>
internal abstract class Adoption : IProcess<AdoptionState, BslLookups>
{
    private const string OverdueKey = "overdue";

    public static AdoptionState Initial { get; } = new();

    public static Decision Decide(AdoptionState state, Given given, BslLookups lookups) => given.Message switch
    {
        AdoptServers adopt => Begin(state, adopt, given, lookups),
        ServerAdopted adopted => End(state, adopted.Server, null),
        ServerNotAdopted left => End(state, left.Server, left.Left),
        TimerDue when state is { HasEnded: false, Begun: not null } => Overdue(state),
        _ => Decision.Nothing,
    };

    public static AdoptionState Evolve(AdoptionState state, IEvent happened) => happened switch
    {
        ServersAdopting begun => state with
        {
            Begun = begun,
            Open = [.. begun.Adopts.Select(server => server.Server.Value)],
        },
        AdoptionNoted noted => state with
        {
            Open = state.Open.Remove(noted.Server.Value),
            Left = noted.Left is { } left ? state.Left.Add(left) : state.Left,
        },
        ServersAdoptionEnded => state with { HasEnded = true },
        _ => state,
    };

    public static bool IsFinal(AdoptionState state) => state.HasEnded;

    public static IReadOnlyList<Pending> Pending(AdoptionState state) => state is { Begun: { } begun, HasEnded: false }
        ? [new Pending.Timer(OverdueKey, begun.Deadline)]
        : [];

    private static Decision Begin(AdoptionState state, AdoptServers adopt, Given given, BslLookups lookups)
    {
        if (state.Begun is { } known) return Decision.Of(known);
        var plan = Mapping.Plan(adopt, lookups);
        if (plan.Code is { } code) return Decision.Refuse(code, plan.Reason!);
        var begun = new ServersAdopting(
            adopt.Adoption,
            adopt.Environment,
            given.Context.Id,
            given.Time + lookups.Options.AdoptWithin,
            plan.Adopts,
            plan.Leaves);
        return plan.Adopts.Count == 0
            ? Decision.Of(begun, Ended(Evolve(state, begun)))
            : Decision.Of(begun);
    }

    private static Decision End(AdoptionState state, ServerId server, NotAdopted? left)
    {
        if (state.HasEnded || !state.Open.Contains(server.Value)) return Decision.Nothing;
        var noted = new AdoptionNoted(state.Begun!.Adoption, server, left);
        var after = Evolve(state, noted);
        return after.Open.IsEmpty ? Decision.Of(noted, Ended(after)) : Decision.Of(noted);
    }

    // Each server gives up before: this is for what nobody ever tells.
    private static Decision Overdue(AdoptionState state) => Decision.Of(new ServersAdoptionEnded(
        state.Begun!.Adoption,
        state.Begun.Task,
        TaskOutcome.Failed,
        "deadline",
        $"{state.Open.Count} of {state.Begun.Adopts.Count} servers were not adopted in time; they are as they were",
        []));

    private static ServersAdoptionEnded Ended(AdoptionState state)
    {
        var begun = state.Begun!;
        var adopted = begun.Adopts.Count - state.Left.Count;
        var all = state.Left.AddRange(begun.Leaves);
        var reason = Mapping.Report(adopted, all);
        return state.Left.IsEmpty
            ? new(begun.Adoption, begun.Task, TaskOutcome.Done, "done", reason, [])
            : new(
                begun.Adoption,
                begun.Task,
                adopted == 0 ? TaskOutcome.Undone : TaskOutcome.Failed,
                state.Left.Count == 1 ? state.Left[0].Code : "partly",
                reason,
                []);
    }
}
