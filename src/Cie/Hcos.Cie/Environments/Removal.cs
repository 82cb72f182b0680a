using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Cie.Environments;

/// <summary>
/// How an environment leaves the books. ARML accepts the claims, so only ARML can say that there are none and will be
/// none: it is told that the environment is closing, and answers. What is forgotten leaves at once.
/// </summary>
internal static class Removal
{
    public static Decision Decide(EnvironmentState state, RemoveEnvironment remove, Given given, CieLookups lookups)
    {
        if (remove.Forget)
        {
            var removed = new EnvironmentRemoved(remove.Environment, state.Name!, IsForgotten: true);
            return state.Closing is { } closing ? Decision.Of(removed, Done(closing)) : Decision.Of(removed);
        }

        return state.Closing is null
            ? Decision.Of(new EnvironmentClosing(
                remove.Environment, given.Context.Id, given.Time + lookups.Options.CloseDeadline))
            : Decision.Refuse("under-way", "it is being removed: wait for the outcome");
    }

    /// <summary>Nothing is held there, and nothing will be.</summary>
    public static Decision Closed(EnvironmentState state) => Decision.Of(
        new EnvironmentRemoved(state.Closing!.Environment, state.Name!, IsForgotten: false), Done(state.Closing));

    public static Decision InUse(EnvironmentState state, EnvironmentInUse used) => Decision.Of(Kept(
        state.Closing!,
        TaskOutcome.Refused,
        "claims",
        $"{used.Claims} claims are held in {state.Name}: delete what they are for, or forget them with --forget"));

    /// <summary>ARML opens it again as soon as it hears of this end.</summary>
    public static Decision Overdue(EnvironmentState state) => Decision.Of(Kept(
        state.Closing!,
        TaskOutcome.Undone,
        "deadline",
        "nobody could tell in time whether claims are held there: it is kept, try again"));

    private static EnvironmentTaskEnded Done(EnvironmentClosing closing) =>
        new(closing.Environment, closing.Task, TaskOutcome.Done, "done", null, []);

    private static EnvironmentTaskEnded Kept(
        EnvironmentClosing closing, TaskOutcome outcome, string code, string reason) =>
        new(closing.Environment, closing.Task, outcome, code, reason, []);
}
