using Hcos.Contracts.Usl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Operations;

/// <summary>
/// What somebody asked for, from the acknowledgement to the end. It sends one command, knows its consequences by the
/// ids of that command's attempts, and ends by its deadline in any case. What ends after that amends it, once.
/// </summary>
internal abstract class Operation : IProcess<OperationState, UslLookups>
{
    public const string Family = "operation";
    public const string SendKey = "send";
    public const string DeadlineKey = "deadline";
    private const int MostAttempts = 32;

    public static OperationState Initial => OperationState.None;

    public static Decision Decide(OperationState state, Given given, UslLookups lookups) =>
        (state.Phase, given.Message) switch
        {
            (OperationPhase.None, StartOperation start) => Start(start, given),
            (_, StartOperation) => Decision.Nothing,
            (OperationPhase.Sending, CommandAnswered answered) => Answered(state, answered.Code, answered.Reason),
            (OperationPhase.Sending or OperationPhase.Running, TimerDue) => OutOfTime(state),
            (OperationPhase.Ended or OperationPhase.None, _) => Decision.Nothing,
            (_, ITaskEnded ended) => TaskEnded(state, ended),
            (OperationPhase.OutcomeUnknown, CommandSettled settled) => SettledLate(state, settled),
            (_, CommandSettled) => Decision.Nothing,
            (_, IEvent happened) when state.Task is null => FirstAnswer(state, happened, given.Context.Causation),
            _ => Decision.Nothing,
        };

    public static OperationState Evolve(OperationState state, IEvent happened) => happened switch
    {
        OperationStarted started => new OperationState(OperationPhase.Sending, started, null),
        OperationTaskKnown known => state with { Task = known.Task },
        OperationRunning => state with { Phase = OperationPhase.Running },
        OperationEnded { Code: OperationCodes.OutcomeUnknown } => state with { Phase = OperationPhase.OutcomeUnknown },
        OperationEnded => state with { Phase = OperationPhase.Ended },
        _ => state,
    };

    public static bool IsFinal(OperationState state) => state.Phase == OperationPhase.Ended;

    public static IReadOnlyList<Pending> Pending(OperationState state) => state switch
    {
        { Phase: OperationPhase.Sending, Started: { } started } =>
        [
            new Pending.Command(SendKey, started.Destination, started.Command, started.Deadline - started.At),
            new Pending.Timer(DeadlineKey, started.Deadline),
        ],
        { Phase: OperationPhase.Running, Started: { } started } => [new Pending.Timer(DeadlineKey, started.Deadline)],
        _ => [],
    };

    private static Decision Start(StartOperation start, Given given)
    {
        var deadline = given.Time + TimeSpan.FromSeconds(start.Seconds);
        return Decision.Of(
            new OperationStarted(
                start.Operation,
                start.Name,
                start.Subject,
                start.Destination,
                start.Command,
                given.Time,
                deadline,
                start.RequestHash,
                given.Context.Principal),
            new OperationAccepted(start.Operation, start.Name, start.Subject, deadline));
    }

    private static Decision FirstAnswer(OperationState state, IEvent happened, Guid? causation)
    {
        if (causation is not { } command || !IsOurs(state, command)) return Decision.Nothing;
        var operation = state.Started!.Operation;
        if (happened is not ITaskBegun) return End(state, TaskOutcome.Done, OperationCodes.Done, null, []);
        var known = new OperationTaskKnown(operation, command);
        return state.Phase == OperationPhase.Sending
            ? Decision.Of(known, new OperationRunning(operation))
            : Decision.Of(known);
    }

    private static Decision TaskEnded(OperationState state, ITaskEnded ended) =>
        ended.Task == state.Task || (state.Task is null && IsOurs(state, ended.Task))
            ? End(state, ended.Outcome, ended.Code, ended.Reason, ended.LeftBehind)
            : Decision.Nothing;

    private static Decision Answered(OperationState state, string code, string? reason) => code switch
    {
        // The kernel makes another attempt; the deadline bounds them.
        SettledCodes.Expired => Decision.Nothing,
        SettledCodes.Already or SettledCodes.Done => End(state, TaskOutcome.Done, code, reason, []),
        _ => End(state, TaskOutcome.Refused, code, reason, []),
    };

    private static Decision SettledLate(OperationState state, CommandSettled settled) =>
        state.Task is null && IsOurs(state, settled.Command)
            ? Answered(state, settled.Code, settled.Reason)
            : Decision.Nothing;

    private static Decision OutOfTime(OperationState state) => End(
        state,
        TaskOutcome.Failed,
        OperationCodes.OutcomeUnknown,
        state.Phase == OperationPhase.Sending
            ? $"{state.Started!.Destination} did not answer before the deadline; it may still happen, and is told then"
            : $"{state.Started!.Destination} had not finished at the deadline; the true end is told when it comes",
        []);

    private static Decision End(
        OperationState state, TaskOutcome outcome, string code, string? reason, IReadOnlyList<string> left) =>
        Decision.Of(new OperationEnded(
            state.Started!.Operation, outcome, code, reason, left, state.Phase == OperationPhase.OutcomeUnknown));

    private static bool IsOurs(OperationState state, Guid command)
    {
        var stream = $"{Family}-{state.Started!.Operation}";
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            if (Kernel.Deciding.Pending.Command.IdOf(UslModule.Name, stream, SendKey, attempt) == command) return true;
        }

        return false;
    }
}
