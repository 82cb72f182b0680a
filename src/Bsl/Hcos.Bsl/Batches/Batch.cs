using System.Globalization;
using Hcos.Bsl.Servers;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Batches;

/// <summary>
/// Many servers asked for at once: hands each to its own stream, and ends when all of them have ended. Together means
/// that all have a place before the first is begun, and that those that were made go when another cannot be.
/// </summary>
internal abstract class Batch : IProcess<BatchState, BslLookups>
{
    private const string OverdueKey = "overdue";
    private const int MostReasons = 3;

    public static BatchState Initial { get; } = new();

    public static Decision Decide(BatchState state, Given given, BslLookups lookups) => given.Message switch
    {
        CreateServers create => Begin(state, create, given, lookups),
        ServerTaskEnded { Kind: ServerTaskKind.Create } ended => Ended(
            state, ended.Server, ended.Outcome, ended.Code, ended.Reason),
        ServerNotBegun left => Ended(state, left.Server, TaskOutcome.Refused, left.Code, left.Reason),
        ServerDeleted gone when state.Undoing is not null => Gone(state, gone.Server),
        TimerDue when state is { HasEnded: false, Begun: not null } => Overdue(state),
        _ => Decision.Nothing,
    };

    public static BatchState Evolve(BatchState state, IEvent happened) => happened switch
    {
        ServersRequested begun => state with
        {
            Begun = begun,
            Open = [.. begun.Members.Select(member => member.Server.Value)],
        },
        BatchMemberEnded { Outcome: TaskOutcome.Done } made => state with
        {
            Open = state.Open.Remove(made.Server.Value),
            Made = state.Made.Add(made.Server.Value),
        },
        BatchMemberEnded failed => state with
        {
            Open = state.Open.Remove(failed.Server.Value),
            Failed = state.Failed.Add(failed),
        },
        BatchUndoing undoing => state with { Undoing = undoing },
        BatchMemberGone gone => state with { Made = state.Made.Remove(gone.Server.Value) },
        ServersCreationEnded => state with { HasEnded = true },
        _ => state,
    };

    public static bool IsFinal(BatchState state) => state.HasEnded;

    public static IReadOnlyList<Pending> Pending(BatchState state) => state is { Begun: { } begun, HasEnded: false }
        ? [new Pending.Timer(OverdueKey, begun.Deadline)]
        : [];

    /// <summary>The servers of a batch, each for its own stream.</summary>
    public static IEnumerable<RoutedMember> Parts(ServersRequested batch) =>
        batch.Members.Select(member => new RoutedMember(member.Server, new BeginMember(batch, member)));

    private static Decision Begin(BatchState state, CreateServers create, Given given, BslLookups lookups)
    {
        if (state.Begun is not null) return Decision.Nothing;
        var plan = BatchPlanning.Plan(create, lookups);
        if (plan.Code is { } code) return Decision.Refuse(code, plan.Reason!);
        return Decision.Of(new ServersRequested(
            create.Batch,
            given.Context.Id,
            given.Time + lookups.Options.CreateManyWithin,
            create.Together,
            Planning.Describe(BatchPlanning.MemberOf(create, 1)),
            create.Start,
            [
                .. Enumerable.Range(1, create.Count)
                    .Select(number => BatchPlanning.MemberOf(create, number))
                    .Select(member => new BatchMember(member.Server, member.Name)),
            ]));
    }

    private static Decision Ended(
        BatchState state, ServerId server, TaskOutcome outcome, string code, string? reason)
    {
        if (state.HasEnded || !state.Open.Contains(server.Value)) return Decision.Nothing;
        return Settled(state, new BatchMemberEnded(state.Begun!.Batch, server, outcome, code, reason));
    }

    private static Decision Gone(BatchState state, ServerId server) =>
        state.HasEnded || !state.Made.Contains(server.Value)
            ? Decision.Nothing
            : Settled(state, new BatchMemberGone(state.Begun!.Batch, server));

    private static Decision Settled(BatchState state, IEvent happened)
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
    private static BatchUndoing? Undo(BatchState state) =>
        state is { Undoing: null, Begun.Together: true, Open.IsEmpty: true, Failed.IsEmpty: false, Made.IsEmpty: false }
            ? new(
                state.Begun.Batch,
                state.Failed[0].Code,
                state.Failed[0].Reason ?? "one of them could not be made",
                [.. state.Made.Select(server => new ServerId(server))])
            : null;

    // Each server gives up before: this is for what nobody ever tells.
    private static Decision Overdue(BatchState state) => Decision.Of(new ServersCreationEnded(
        state.Begun!.Batch,
        state.Begun.Task,
        TaskOutcome.Failed,
        "deadline",
        $"{state.Made.Count} of {state.Begun.Members.Count} servers are there, {state.Open.Count} did not end in time",
        []));

    private static ServersCreationEnded EndOf(BatchState state)
    {
        var begun = state.Begun!;
        var (outcome, code) = state switch
        {
            { Failed.IsEmpty: true } => (TaskOutcome.Done, "done"),
            { Made.IsEmpty: true } => (TaskOutcome.Undone, state.Failed[0].Code),
            _ => (TaskOutcome.Failed, "partly"),
        };
        return new(begun.Batch, begun.Task, outcome, code, Report(state), []);
    }

    private static string Report(BatchState state)
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
internal sealed record BeginMember(ServersRequested Batch, BatchMember Member);

/// <summary>A message with the server whose stream it is for.</summary>
internal sealed record RoutedMember(ServerId Server, object Message);

/// <summary>A server that was made is gone again.</summary>
[MessageName("bsl.batch-member-gone.v1")]
internal sealed record BatchMemberGone(BatchId Batch, ServerId Server) : IEvent;
