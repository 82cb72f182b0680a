using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Simulation.Tests.Faults;

namespace Hcos.Simulation.Tests.World;

/// <summary>
/// One call of a driver on its way: native call after native call. Each can fail, hang, have its effect and lose its
/// answer, or be answered late; a request that was sent arrives whatever becomes of its sender.
/// </summary>
internal sealed class NativeCalls(Owner owner, Estate estate, DriverRun run, TimeSpan timeout)
{
    private Action? _ended;
    private bool _isOver;
    private int _sent;

    public DriverRun Run => run;

    public Owner Owner => owner;

    /// <summary>The task that wants a change; null for reads.</summary>
    public DriverCall.Act? Task { get; init; }

    /// <summary>Whether nobody waits for it any more, or nobody who would notice its end.</summary>
    public bool IsOver => _isOver || !owner.IsAlive || owner.IsPaused;

    /// <summary>When the latest of its native calls was sent.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>How many servers the platform had ever had when the mark was looked for last; -1 before that.</summary>
    public long LookedAt { get; set; } = -1;

    /// <summary>What a listing has shown so far.</summary>
    public List<ResourceObject> Listed { get; } = [];

    /// <summary>Why it failed; null when it did not.</summary>
    public DriverAnswer.Failed? Failure { get; private set; }

    public void Begin(Action ended)
    {
        _ended = ended;
        estate.Enter(this);
        owner.Act(timeout, TimeOut);
        Next();
    }

    /// <summary>The environment was cut off: nobody answers any more.</summary>
    public void Cut() => owner.Act(TimeSpan.Zero, () => Broke(sent: true, "the environment is cut off"));

    /// <summary>Nobody waits for it any more.</summary>
    public void Abandon()
    {
        _isOver = true;
        estate.Leave(this);
    }

    private void Next()
    {
        if (_isOver) return;
        if (run.Current is not { } call)
        {
            if (run.Failure is null) owner.World.Ended(estate, this);
            End(run.Failure is { } failure ? Failed(OutcomeOf(failure.Failure), failure.Message) : null);
            return;
        }

        if (call.Changes && !owner.Verify())
        {
            Broke(sent: false, "another process serves the environment now");
            return;
        }

        if (estate.IsCut)
        {
            owner.Act(TimeSpan.FromMilliseconds(1), () => Broke(sent: false, "the environment is cut off"));
            return;
        }

        owner.World.Sending(this, call);
        var number = ++_sent;
        SentAt = owner.World.Now;
        var fault = owner.World.NativeFaults.Draw(call);
        var world = owner.World;
        world.Agenda.Add(world.Now + world.Delays.Native() + fault.Late, () => Arrive(call, fault, number));
    }

    private void Arrive(PlatformCall call, NativeFault fault, int number)
    {
        if (fault.Kind == NativeFaultKind.NeverArrives || estate.IsCut || estate.Hangs) return;
        PlatformAnswer answer = fault.Failure is { } failure
            ? new PlatformAnswer.Refused(failure, "a fault of the simulation")
            : estate.Apply(this, call);
        if (fault.Kind == NativeFaultKind.NeverAnswers) return;
        owner.Act(owner.World.Delays.Native() + fault.AnswerLate, () =>
        {
            if (_isOver || number != _sent) return;
            if (fault.Kind == NativeFaultKind.LosesAnswer) Broke(sent: true, "the answer was lost");
            else Answered(answer);
        });
    }

    private void Answered(PlatformAnswer answer)
    {
        run.Answered(answer);
        if (run.Item is { } item) Listed.Add(item);
        Next();
    }

    private void Broke(bool sent, string reason)
    {
        if (_isOver) return;
        run.Broke(sent, reason);
        End(Failed(OutcomeOf(run.Failure!.Failure), reason));
    }

    private void TimeOut()
    {
        if (_isOver) return;
        var outcome = Task is null ? DriverTaskOutcome.Unavailable : DriverTaskOutcome.Uncertain;
        End(Failed(outcome, $"no answer within {timeout.TotalSeconds:0} s"));
    }

    private void End(DriverAnswer.Failed? failure)
    {
        Failure = failure;
        Abandon();
        _ended!();
    }

    private DriverAnswer.Failed Failed(DriverTaskOutcome outcome, string reason) => new(outcome, reason, owner.Now);

    private static DriverTaskOutcome OutcomeOf(DriverFailure failure) => failure switch
    {
        DriverFailure.Invalid => DriverTaskOutcome.Invalid,
        DriverFailure.Denied => DriverTaskOutcome.Denied,
        DriverFailure.Missing => DriverTaskOutcome.Missing,
        DriverFailure.Conflict => DriverTaskOutcome.Conflict,
        DriverFailure.Exhausted => DriverTaskOutcome.Exhausted,
        DriverFailure.Unavailable => DriverTaskOutcome.Unavailable,
        _ => DriverTaskOutcome.Uncertain,
    };
}
