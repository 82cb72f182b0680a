using Hcos.Bsl.Placement;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>What each event changes in what is remembered of a server. Total.</summary>
internal static class ServerEvolution
{
    public static ServerState Evolve(ServerState state, IEvent happened) => happened switch
    {
        ServerRequested requested => state with
        {
            Request = requested,
            Task = new(requested.Task, ServerTaskKind.Create, false, requested.Deadline),
        },
        ServerPlaced placed => state with
        {
            Placed = placed,
            Refused = state.Placed is { } former ? state.Refused.Add(KeyOf(former)) : state.Refused,
            Step = ServerStep.Making,
            Undoing = null,
        },
        ServerAdopting adopting => state with
        {
            Request = Adopting.Requested(adopting),
            Placed = Adopting.Placed(adopting),
            Adoption = adopting,
            Step = ServerStep.Adopting,
            Task = new(adopting.Task, ServerTaskKind.Adopt, false, adopting.Deadline),
        },
        ServerAdopted => state with { IsAdopted = true },
        ServerStateChanged changed => state with
        {
            State = changed.State,
            Addresses = [.. changed.Addresses],
            Evidence = changed.Evidence,
            Reason = changed.Reason,
            Snapshots = changed.Snapshots is { } snapshots ? [.. snapshots] : state.Snapshots,
            SeenSize = changed.Size ?? state.SeenSize,
        },
        ServerResized resized => state with { Resized = resized },
        ServerTaskBegun begun => Begun(state, begun),
        ServerStepped { Step: ServerStep.Powering } => WithPower(state, PowerAction.PowerOff),
        ServerStepped stepped => state with { Step = stepped.Step, Until = stepped.Until },
        ServerUndoing undoing => state with { Step = ServerStep.Releasing, Undoing = undoing, Until = undoing.Until },
        ServerCommandTaken taken => state with { Taken = taken.Key },
        ServerTaskEnded ended when ended.Task == state.Task?.Id => state with
        {
            Task = null,
            Step = state.Step is ServerStep.Releasing or ServerStep.Deleted ? state.Step : ServerStep.None,
        },
        ServerDeleted => state with { Step = ServerStep.Deleted, State = ResourceState.Deleted, Addresses = [] },
        _ => state,
    };

    public static CandidateKey KeyOf(ServerPlaced placed) => new(placed.Decision.Environment, placed.Decision.Host);

    private static ServerState Begun(ServerState state, ServerTaskBegun begun)
    {
        var task = new ServerTask(begun.Task, begun.Kind, begun.Force, begun.Deadline);
        if (begun.Change is { } change)
        {
            return state with
            {
                Task = task with { Change = change },
                Step = ServerStep.Changing,
                PowerNumber = state.PowerNumber + 1,
            };
        }

        return begun.Kind == ServerTaskKind.Delete
            ? state with { Task = task, Step = ServerStep.Releasing, Until = begun.Deadline, Undoing = null }
            : WithPower(state, Transitions.FirstAction(begun.Kind, begun.Force, state.State)) with { Task = task };
    }

    private static ServerState WithPower(ServerState state, PowerAction action) =>
        state with { Step = ServerStep.Powering, Power = action, PowerNumber = state.PowerNumber + 1 };
}
