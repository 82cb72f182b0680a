using Hcos.Bsl.Series;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>
/// A server from the wish to the end: placed, claimed, made, started; changed by one task at a time; removed. Its
/// state changes by a task or by what is observed, never by a cure.
/// </summary>
internal abstract class Server : IProcess<ServerState, BslLookups>
{
    public static ServerState Initial => ServerState.Initial;

    public static Decision Decide(ServerState state, Given given, BslLookups lookups) => given.Message switch
    {
        CreateServer create => Creating.Begin(state, create, given, lookups),
        BeginMember part => Creating.Begin(state, part, lookups),
        TakeOver take => Adopting.Begin(state, take, lookups),
        DeleteServer delete => Removing.Begin(state, delete, given, lookups.Options),
        StartServer => Tasks.Begin(state, ServerTaskKind.Start, false, given, lookups.Options),
        StopServer stop => Tasks.Begin(state, ServerTaskKind.Stop, stop.Force, given, lookups.Options),
        RebootServer => Tasks.Begin(state, ServerTaskKind.Reboot, false, given, lookups.Options),
        PauseServer => Tasks.Begin(state, ServerTaskKind.Pause, false, given, lookups.Options),
        ResumeServer => Tasks.Begin(state, ServerTaskKind.Resume, false, given, lookups.Options),
        SuspendServer => Tasks.Begin(state, ServerTaskKind.Suspend, false, given, lookups.Options),
        ResizeServer resize => Changing.Begin(state, resize, given, lookups.Options),
        SnapshotServer snapshot => Changing.Begin(state, snapshot, given, lookups.Options),
        RevertServer revert => Changing.Begin(state, revert, given, lookups.Options),
        DeleteServerSnapshot delete => Changing.Begin(state, delete, given, lookups.Options),
        _ when state.Placed is null => Decision.Nothing,
        CommandAnswered answered => Answered(state, answered, given, lookups),
        TimerDue due => Due(state, due, given, lookups.Options),
        ResourceProvisioned bound when state.Step == ServerStep.Adopting && IsOf(state, bound.Resource) =>
            Adopting.Done(state, bound),
        ResourceProvisioned made when IsOf(state, made.Resource) => Creating.Made(state, made),
        ResourceFailed failed when state.Step == ServerStep.Adopting && IsOf(state, failed.Resource) =>
            Adopting.Failed(state, failed, given, lookups.Options),
        ResourceFailed failed when IsOf(state, failed.Resource) =>
            Creating.Failed(state, failed, given, lookups.Options),
        ResourceStatusChanged status when IsOf(state, status.Resource) => Observing.Decide(state, status),
        PowerChangeEnded ended when Owed.IsPower(state, ended.Task) =>
            Powering.Ended(state, ended, given, lookups.Options),
        ResourceDisowned left when IsOf(state, left.Resource) => Removing.Gone(state, given, lookups),
        ServerChangeEnded ended when Owed.IsChange(state, ended.Task) =>
            Changing.Ended(state, ended, given, lookups.Options),
        ClaimResized resized when IsOf(state, resized.Resource) => Changing.Resized(state, resized),
        ResourceReleased released when IsOf(state, released.Resource) => Removing.Gone(state, given, lookups),
        ClaimReleased { IsAbandoned: true } claim when IsOf(state, claim.Resource) => Removing.Abandoned(state),
        _ => Decision.Nothing,
    };

    public static ServerState Evolve(ServerState state, IEvent happened) => ServerEvolution.Evolve(state, happened);

    public static bool IsFinal(ServerState state) => state is { Step: ServerStep.Deleted, Task: null };

    public static IReadOnlyList<Pending> Pending(ServerState state) => Owed.By(state);

    // Earlier rounds had other resources; what is still told of them concerns nobody.
    private static bool IsOf(ServerState state, ResourceId resource) => state.Placed!.Resource == resource;

    private static Decision Answered(ServerState state, CommandAnswered answered, Given given, BslLookups lookups)
    {
        // Sent again by itself, under the next attempt.
        if (answered.Code is SettledCodes.Expired or SettledCodes.Parked or SettledCodes.Defect)
        {
            return Decision.Nothing;
        }

        if (answered.Key == Adopting.Key && state.Step == ServerStep.Adopting)
        {
            return Adopting.Answered(state, answered);
        }

        if (answered.Key == Owed.ClaimKey(state)) return Creating.Answered(state, answered, given, lookups);
        if (answered.Key == Owed.PowerKey(state) || answered.Key == Owed.ChangeKey(state))
        {
            return Powering.Answered(state, answered, given, lookups.Options);
        }

        return answered.Key == Owed.ReleaseKey(state) && !answered.IsRefusal
            ? Removing.Gone(state, given, lookups)
            : Decision.Nothing;
    }

    private static Decision Due(ServerState state, TimerDue due, Given given, BslOptions options) => state.Step switch
    {
        _ when due.Key != Owed.TimerKey(state) => Decision.Nothing,
        ServerStep.Releasing => Removing.Overdue(state),
        ServerStep.AwaitingStop when given.Time < state.Task!.Deadline - Owed.Margin =>
            Decision.Of(new ServerStepped(state.Request!.Server, ServerStep.Powering, state.Task.Deadline)),
        _ => Tasks.Fail(state, "deadline", "it was not done in time", given, options),
    };
}
