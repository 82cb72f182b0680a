using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>
/// Removing what was made for a server; clean-up goes on until it is confirmed, whoever waits for it. Pure.
/// </summary>
internal static class Removing
{
    public static Decision Begin(ServerState state, DeleteServer delete, Given given, BslOptions options)
    {
        if (state.Request is null || state.Step == ServerStep.Deleted) return Decision.Nothing;
        if (state.Task is { Kind: ServerTaskKind.Delete } current)
        {
            return Decision.Refuse("busy", $"it is being deleted (operation {current.Id}): wait for its end");
        }

        var happened = new List<IEvent>
        {
            new ServerTaskBegun(
                delete.Server, given.Context.Id, ServerTaskKind.Delete, false, given.Time + options.DeleteWithin),
        };
        if (state.Task is { } task)
        {
            var outcome = task.Kind is ServerTaskKind.Create or ServerTaskKind.Adopt
                ? TaskOutcome.Undone
                : TaskOutcome.Failed;
            happened.AddRange(Adopting.Left(state, "superseded", "the server is being deleted from the books"));
            happened.Add(Tasks.Ended(state, outcome, "superseded", "the server is being deleted"));
        }

        if (state.State != ResourceState.Deleting)
        {
            happened.Add(new ServerStateChanged(delete.Server, ResourceState.Deleting, [], state.Evidence, null));
        }

        return Decision.Of(happened);
    }

    /// <summary>Nothing is left of the latest round.</summary>
    public static Decision Gone(ServerState state, Given given, BslLookups lookups)
    {
        if (state.Step != ServerStep.Releasing) return Decision.Nothing;
        var request = state.Request!;
        if (state is { Task.Kind: ServerTaskKind.Adopt, Undoing: { } taken })
        {
            return Decision.Of(Adopting.GivenUp(state, taken.Code, taken.Reason));
        }

        if (state is { Task.Kind: ServerTaskKind.Create, Undoing: { } undoing })
        {
            return undoing.PlaceAgain
                ? Decision.Of([
                    new ServerUnplaced(request.Server, state.Placed!.Resource),
                    .. Creating.PlaceAgain(state, undoing.Code, undoing.Reason, given.Time, lookups)])
                : Decision.Of(Creating.GivenUp(state, undoing.Code, undoing.Reason));
        }

        var deleted = new ServerDeleted(request.Server, request.Name);
        return state.Task is null ? Decision.Of(deleted) : Decision.Of(deleted, Tasks.Ended(state));
    }

    /// <summary>Nobody waits any longer; the removal goes on and is named as left behind.</summary>
    public static Decision Overdue(ServerState state)
    {
        if (state.Task is null) return Decision.Nothing;
        const string goesOn = "removing it could not be confirmed in time and goes on";
        var (code, reason) = state.Undoing is { } undoing
            ? (undoing.Code, $"{undoing.Reason}; {goesOn}")
            : ("deadline", goesOn);
        return Decision.Of(
        [
            .. Adopting.Left(state, code, reason),
            Tasks.Ended(state, TaskOutcome.Failed, code, reason, LeftBehind(state)),
        ]);
    }

    /// <summary>The environment was given up with everything in it.</summary>
    public static Decision Abandoned(ServerState state)
    {
        if (state.Step == ServerStep.Deleted) return Decision.Nothing;
        var request = state.Request!;
        var deleted = new ServerDeleted(request.Server, request.Name);
        return state.Task is null
            ? Decision.Of(deleted)
            : Decision.Of(
            [
                deleted,
                .. Adopting.Left(state, "abandoned", "its environment was given up"),
                Tasks.Ended(
                    state, TaskOutcome.Failed, "abandoned", "its environment was given up", LeftBehind(state)),
            ]);
    }

    private static string LeftBehind(ServerState state)
    {
        var placed = state.Placed!;
        var decision = placed.Decision;
        return $"resource {placed.Resource} on host {decision.HostName} in environment {decision.Environment}";
    }
}
