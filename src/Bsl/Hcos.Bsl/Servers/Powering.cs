using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;

namespace Hcos.Bsl.Servers;

/// <summary>What follows from the end of a change of execution. Pure.</summary>
internal static class Powering
{
    public static Decision Ended(ServerState state, PowerChangeEnded ended, Given given, BslOptions options) =>
        (ended.Outcome, state.Power) switch
        {
            (DriverTaskOutcome.Done, PowerAction.Shutdown) => Asked(state, given, options),
            (DriverTaskOutcome.Done, _) => Decision.Of(Tasks.Ended(state)),
            // The guest cannot be asked: its power is taken away at once.
            (DriverTaskOutcome.Conflict or DriverTaskOutcome.Invalid, PowerAction.Shutdown) => Decision.Of(
                new ServerStepped(state.Request!.Server, ServerStep.Powering, state.Task!.Deadline)),
            _ => Tasks.Fail(
                state, Words.Of(ended.Outcome), ended.Reason ?? "the platform did not do it", given, options),
        };

    /// <summary>ARML refused the change; what is busy is asked again by itself.</summary>
    public static Decision Answered(ServerState state, CommandAnswered answered, Given given, BslOptions options) =>
        !answered.IsRefusal || answered.Code == "busy"
            ? Decision.Nothing
            : Tasks.Fail(state, answered.Code, answered.Reason ?? "it was refused", given, options);

    private static Decision Asked(ServerState state, Given given, BslOptions options)
    {
        if (state.State == ResourceState.Stopped) return Decision.Of(Tasks.Ended(state));
        var patience = given.Time + options.ShutdownPatience;
        // Enough must be left to take the power away.
        var latest = state.Task!.Deadline - (3 * Owed.Margin);
        return Decision.Of(new ServerStepped(
            state.Request!.Server, ServerStep.AwaitingStop, patience < latest ? patience : latest));
    }
}
