using Hcos.Bsl.Series;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>
/// Making a server: placed and claimed in rounds until it is made, and runs if it is to; or taken back. Pure.
/// </summary>
internal static class Creating
{
    public static Decision Begin(ServerState state, CreateServer create, Given given, BslLookups lookups)
    {
        if (state.Step == ServerStep.Deleted)
        {
            return Decision.Refuse(SettledCodes.Gone, "the server with this id was deleted: create another one");
        }

        return state.Request is not null
            ? Decision.Nothing
            : Begin(create, given.Context.Id, given.Time + lookups.Options.CreateWithin, lookups);
    }

    /// <summary>One of many that were asked for at once; where it cannot be begun, the others are told.</summary>
    public static Decision Begin(ServerState state, BeginMember part, BslLookups lookups)
    {
        if (state.Request is not null || state.Step == ServerStep.Deleted) return Decision.Nothing;
        var (series, member, wanted) = (part.Series, part.Member, part.Series.Wanted);
        var create = new CreateServer(
            member.Server,
            member.Name,
            wanted.Vcpus,
            wanted.MemoryBytes,
            wanted.DiskBytes,
            wanted.Image,
            wanted.Network,
            wanted.Environment,
            wanted.UserData,
            series.Start,
            wanted.Group,
            null,
            wanted.Policy,
            wanted.Architecture);
        var task = DerivedId.From("bsl", member.Server.ToString(), "create");
        var decision = Begin(create, task, series.Deadline - lookups.Options.UndoWithin, lookups);
        return decision is Decision.Refusal refusal
            ? Decision.Of(new ServerNotBegun(member.Server, series.Series, refusal.Code, refusal.Reason))
            : decision;
    }

    private static Decision Begin(CreateServer create, Guid task, DateTimeOffset deadline, BslLookups lookups)
    {
        if (Validation.Check(create, lookups) is { } refusal) return refusal;
        var wanted = Planning.Describe(create);
        var outcome = Planning.Place(wanted, [], lookups);
        if (outcome.Decision is null)
        {
            return Decision.Refuse(Planning.NoCandidate, Planning.WhyNowhere(outcome, wanted, [], lookups));
        }

        return Decision.Of(
            new ServerRequested(create.Server, create.Name, wanted, create.Start, create.Owner, task, deadline),
            Planning.Placed(create.Server, create.Name, wanted, 1, outcome));
    }

    /// <summary>ARML settled the claim: it has it already, or nothing is held.</summary>
    public static Decision Answered(ServerState state, CommandAnswered answered, Given given, BslLookups lookups)
    {
        if (!answered.IsRefusal) return Decision.Of(new ServerCommandTaken(state.Request!.Server, answered.Key));
        var reason = answered.Reason ?? "the claim was refused";
        return answered.Code is "stale" or "denied"
            ? Decision.Of(PlaceAgain(state, answered.Code, reason, given.Time, lookups))
            : Decision.Of(GivenUp(state, answered.Code, reason));
    }

    public static Decision Made(ServerState state, ResourceProvisioned made)
    {
        if (state.Step != ServerStep.Making) return Decision.Nothing;
        return Decision.Of(
            new ServerStateChanged(
                state.Request!.Server, made.Object.State, Observing.AddressesOf(made.Object), made.Evidence, null,
                Changing.News(state, made.Object), Sizing.News(state, made.Object)),
            Tasks.Ended(state));
    }

    public static Decision Failed(ServerState state, ResourceFailed failed, Given given, BslOptions options) =>
        state.Step != ServerStep.Making
            ? Decision.Nothing
            : Decision.Of(Undo(
                state,
                Words.Of(failed.Outcome),
                failed.Reason ?? "it could not be made",
                given.Time,
                options,
                failed.Outcome == DriverTaskOutcome.Exhausted));

    /// <summary>Takes back what there may be; a server is placed again only after that is confirmed.</summary>
    public static ServerUndoing Undo(
        ServerState state, string code, string reason, DateTimeOffset now, BslOptions options, bool mayPlaceAgain) =>
        new(state.Request!.Server, code, reason, mayPlaceAgain, now + options.UndoWithin);

    /// <summary>Nothing is held: the next round, on a host that has not refused yet; or the end.</summary>
    public static IReadOnlyList<IEvent> PlaceAgain(
        ServerState state, string code, string reason, DateTimeOffset now, BslLookups lookups)
    {
        var (request, placed) = (state.Request!, state.Placed!);
        if (placed.Round >= lookups.Options.MostRounds)
        {
            return GivenUp(state, code, $"placed {placed.Round} times in vain; the last time: {reason}");
        }

        if (now + lookups.Options.LeastForRound > request.Deadline)
        {
            return GivenUp(state, code, $"no time is left to place it again: {reason}");
        }

        var refused = state.Refused.Add(ServerEvolution.KeyOf(placed));
        var outcome = Planning.Place(request.Description, refused, lookups);
        return outcome.Decision is null
            ? GivenUp(
                state,
                Planning.NoCandidate,
                $"{Planning.WhyNowhere(outcome, request.Description, refused, lookups)}; the last refusal: {reason}")
            : [Planning.Placed(request.Server, request.Name, request.Description, placed.Round + 1, outcome)];
    }

    /// <summary>Nothing is left anywhere: the server ends, and its name is free.</summary>
    public static IReadOnlyList<IEvent> GivenUp(ServerState state, string code, string reason) =>
    [
        new ServerDeleted(state.Request!.Server, state.Request.Name),
        Tasks.Ended(state, TaskOutcome.Undone, code, reason),
    ];
}
