using System.Globalization;
using Hcos.Bsl.Servers;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Series;

/// <summary>
/// Many servers asked for at once: hands each to its own stream, and ends when all of them have ended. Together means
/// that all have a place before the first is begun, and that those that were made go when another cannot be.
/// </summary>
internal abstract class ServerSeries : IProcess<ServerSeriesState, BslLookups>
{
    private const string OverdueKey = "overdue";
    private const int MostReasons = 3;

    public static ServerSeriesState Initial { get; } = new();

    public static Decision Decide(ServerSeriesState state, Given given, BslLookups lookups) => given.Message switch
    {
        CreateServers create => Begin(state, create, given, lookups),
        ServerTaskEnded { Kind: ServerTaskKind.Create } ended => Ended(
            state, ended.Server, ended.Outcome, ended.Code, ended.Reason),
        ServerNotBegun left => Ended(state, left.Server, TaskOutcome.Refused, left.Code, left.Reason),
        ServerDeleted gone when state.Undoing is not null => Gone(state, gone.Server),
        TimerDue when state is { HasEnded: false, Begun: not null } => Overdue(state),
        _ => Decision.Nothing,
    };

    public static ServerSeriesState Evolve(ServerSeriesState state, IEvent happened) => happened switch
    {
        ServersRequested begun => state with
        {
            Begun = begun,
            Open = [.. begun.Members.Select(member => member.Server.Value)],
        },
        SeriesMemberEnded { Outcome: TaskOutcome.Done } made => state with
        {
            Open = state.Open.Remove(made.Server.Value),
            Made = state.Made.Add(made.Server.Value),
        },
        SeriesMemberEnded failed => state with
        {
            Open = state.Open.Remove(failed.Server.Value),
            Failed = state.Failed.Add(failed),
        },
        SeriesUndoing undoing => state with { Undoing = undoing },
        SeriesMemberGone gone => state with { Made = state.Made.Remove(gone.Server.Value) },
        ServersCreationEnded => state with { HasEnded = true },
        _ => state,
    };

    public static bool IsFinal(ServerSeriesState state) => state.HasEnded;

    public static IReadOnlyList<Pending> Pending(ServerSeriesState state) =>
        state is { Begun: { } begun, HasEnded: false } ? [new Pending.Timer(OverdueKey, begun.Deadline)] : [];

    /// <summary>The servers of a series, each for its own stream.</summary>
    public static IEnumerable<RoutedMember> Parts(ServersRequested series) =>
        series.Members.Select(member => new RoutedMember(member.Server, new BeginMember(series, member)));

    private static Decision Begin(ServerSeriesState state, CreateServers create, Given given, BslLookups lookups)
    {
        if (state.Begun is not null) return Decision.Nothing;
        if (SeriesPlanning.Refusal(create, lookups) is { } refusal) return refusal;
        return Decision.Of(new ServersRequested(
            create.Series,
            given.Context.Id,
            given.Time + lookups.Options.CreateManyWithin,
            create.Together,
            Planning.Describe(SeriesPlanning.MemberOf(create, 1)),
            create.Start,
            [
                .. Enumerable.Range(1, create.Count)
                    .Select(number => SeriesPlanning.MemberOf(create, number))
                    .Select(member => new SeriesMember(member.Server, member.Name)),
            ]));
    }

    private static Decision Ended(
        ServerSeriesState state, ServerId server, TaskOutcome outcome, string code, string? reason)
    {
        if (state.HasEnded || !state.Open.Contains(server.Value)) return Decision.Nothing;
        return Settled(state, new SeriesMemberEnded(state.Begun!.Series, server, outcome, code, reason));
    }

    private static Decision Gone(ServerSeriesState state, ServerId server) =>
        state.HasEnded || !state.Made.Contains(server.Value)
            ? Decision.Nothing
            : Settled(state, new SeriesMemberGone(state.Begun!.Series, server));

    private static Decision Settled(ServerSeriesState state, IEvent happened)
    {
        List<IEvent> events = [happened];
        var after = Evolve(state, happened);
        if (Undo(after) is { } undoing)
        {
            events.Add(undoing);
            after = Evolve(after, undoing);
        }

        if (after.Open.IsEmpty && (after.Undoing is null || after.Made.IsEmpty)) events.Add(EndOf(after));
        return Decision.Of(events);
    }

    /// <summary>Once no more are on their way, so that each is either there or not.</summary>
    private static SeriesUndoing? Undo(ServerSeriesState state) =>
        state is { Undoing: null, Begun.Together: true, Open.IsEmpty: true, Failed.IsEmpty: false, Made.IsEmpty: false }
            ? new(
                state.Begun.Series,
                state.Failed[0].Code,
                state.Failed[0].Reason ?? "one of them could not be made",
                [.. state.Made.Select(server => new ServerId(server))])
            : null;

    // Each server gives up before: this is for what nobody ever tells.
    private static Decision Overdue(ServerSeriesState state) => Decision.Of(new ServersCreationEnded(
        state.Begun!.Series,
        state.Begun.Task,
        TaskOutcome.Failed,
        "deadline",
        $"{state.Made.Count} of {state.Begun.Members.Count} servers are there, {state.Open.Count} did not end in time",
        []));

    private static ServersCreationEnded EndOf(ServerSeriesState state)
    {
        var begun = state.Begun!;
        var (outcome, code) = state switch
        {
            { Failed.IsEmpty: true } => (TaskOutcome.Done, "done"),
            { Made.IsEmpty: true } => (TaskOutcome.Undone, state.Failed[0].Code),
            _ => (TaskOutcome.Failed, "partly"),
        };
        return new(begun.Series, begun.Task, outcome, code, Report(state), []);
    }

    private static string Report(ServerSeriesState state)
    {
        var why = state.Failed
            .GroupBy(failed => failed.Reason ?? failed.Code, StringComparer.Ordinal)
            .OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal)
            .Take(MostReasons)
            .Select(same => string.Create(CultureInfo.InvariantCulture, $"{same.Count()} not: {same.Key}"));
        var all = state.Begun!.Members.Count;
        return string.Join("; ", [
            string.Create(CultureInfo.InvariantCulture, $"{state.Made.Count} of {all} servers are there"), .. why]);
    }
}

/// <summary>One of many servers is to be begun by its own stream.</summary>
internal sealed record BeginMember(ServersRequested Series, SeriesMember Member);

/// <summary>A message with the server whose stream it is for.</summary>
internal sealed record RoutedMember(ServerId Server, object Message);

/// <summary>A server that was made is gone again.</summary>
[MessageName("bsl.series-member-gone.v1")]
internal sealed record SeriesMemberGone(SeriesId Series, ServerId Server) : IEvent;
