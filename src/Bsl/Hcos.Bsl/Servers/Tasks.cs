using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>Beginning and ending what is done to a server that is there. Pure.</summary>
internal static class Tasks
{
    public const string Done = "done";

    public static Decision Begin(ServerState state, ServerTaskKind kind, bool force, Given given, BslOptions options)
    {
        if (state.Request is not { } request || state.Step == ServerStep.Deleted)
        {
            return Decision.Refuse("not-found", "there is no such server");
        }

        if (state.Task is { } current)
        {
            return Decision.Refuse(
                "busy", $"{Words.Of(current.Kind)} is under way (operation {current.Id}): wait for its end");
        }

        if (state.Step == ServerStep.Releasing) return Decision.Refuse("busy", "the server is still being removed");
        var within = kind switch
        {
            ServerTaskKind.Stop => options.StopWithin,
            // All of the memory has to be written.
            ServerTaskKind.Suspend => options.ChangeWithin,
            _ when Transitions.IsOfStopped(kind) => options.ChangeWithin,
            _ => options.PowerWithin,
        };
        return Transitions.Check(kind, state.State, state.Reason) ?? Decision.Of(
            new ServerTaskBegun(request.Server, given.Context.Id, kind, force, given.Time + within));
    }

    /// <summary>The end that everything wanted holds.</summary>
    public static ServerTaskEnded Ended(ServerState state) =>
        Ended(state, TaskOutcome.Done, Done, null);

    public static ServerTaskEnded Ended(
        ServerState state, TaskOutcome outcome, string code, string? reason, params IReadOnlyList<string> leftBehind) =>
        new(state.Request!.Server, state.Task!.Id, state.Task.Kind, outcome, code, reason, leftBehind);

    /// <summary>What is under way cannot be finished: a creation is undone, everything else just ends.</summary>
    public static Decision Fail(ServerState state, string code, string reason, Given given, BslOptions options)
    {
        if (state.Task is not { } task) return Decision.Nothing;
        return task.Kind is ServerTaskKind.Create or ServerTaskKind.Adopt
            ? Decision.Of(Creating.Undo(state, code, reason, given.Time, options, mayPlaceAgain: false))
            : Decision.Of(Ended(state, TaskOutcome.Failed, code, reason));
    }
}
