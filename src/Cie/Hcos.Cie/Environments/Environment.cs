using Hcos.Contracts.Arml;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Cie.Environments;

/// <summary>
/// One infrastructure environment: proposed, tested by CI2, registered, changed, closed by ARML, removed. Whether it
/// answers is what CI2 reports.
/// </summary>
internal abstract class Environment : IProcess<EnvironmentState, CieLookups>
{
    public static EnvironmentState Initial => EnvironmentState.Initial;

    public static Decision Decide(EnvironmentState state, Given given, CieLookups lookups) => given.Message switch
    {
        RegisterEnvironment register => Registration.Decide(state, register, given, lookups),
        ChangeEnvironment change => Change(state, change, lookups),
        RemoveEnvironment remove =>
            state.IsRegistered ? Removal.Decide(state, remove, given, lookups) : NotThere(),
        EndpointTested tested when tested.Test == state.Test?.Task => Registration.Tested(state, tested),
        TimerDue when state.Test is not null => Registration.Overdue(state),
        EnvironmentClosed closed when closed.Task == state.Closing?.Task => Removal.Closed(state),
        EnvironmentInUse used when used.Task == state.Closing?.Task => Removal.InUse(state, used),
        TimerDue when state.Closing is not null => Removal.Overdue(state),
        EnvironmentReached or EnvironmentUnreachable or EnvironmentSuspect when state.IsRegistered =>
            Reaching.Decide(state, given.Message),
        _ => Decision.Nothing,
    };

    public static EnvironmentState Evolve(EnvironmentState state, IEvent happened) => happened switch
    {
        EnvironmentProposed proposed => state with { Name = proposed.Name, Address = proposed.Address },
        EnvironmentTestOwed owed => state with { Test = new ProposalTest(owed.Task, owed.Environment, owed.Deadline) },
        EnvironmentRegistered registered => state with
        {
            Name = registered.Name,
            Address = registered.Address,
            IsRegistered = true,
        },
        EnvironmentClosing closing => state with { Closing = closing },
        EnvironmentTaskEnded ended when ended.Task == state.Closing?.Task => state with { Closing = null },
        EnvironmentTaskEnded { Outcome: TaskOutcome.Done } => state with { Test = null },
        EnvironmentTaskEnded => Initial,
        EnvironmentChanged changed => state with { Address = changed.Address },
        EnvironmentRemoved => Initial,
        EnvironmentReachabilityChanged changed => state with
        {
            Reachability = changed.Reachability,
            Version = changed.Version ?? state.Version,
        },
        _ => state,
    };

    public static bool IsFinal(EnvironmentState state) => state is { Name: null, Test: null, IsRegistered: false };

    public static IReadOnlyList<Pending> Pending(EnvironmentState state) => state switch
    {
        { Test: { } test, Address: { } at } =>
        [
            new Pending.Command($"test-{test.Task}", "ci2", new TestEndpoint(test.Task, at), TimeSpan.FromSeconds(10)),
            new Pending.Timer($"deadline-{test.Task}", test.Deadline),
        ],
        { Closing: { } closing } => [new Pending.Timer($"deadline-{closing.Task}", closing.Deadline)],
        _ => [],
    };

    private static Decision Change(EnvironmentState state, ChangeEnvironment change, CieLookups lookups)
    {
        if (state is not { IsRegistered: true, Address: { } former, Name: { } name }) return NotThere();
        var address = former with
        {
            Endpoint = change.Endpoint ?? former.Endpoint,
            Credential = change.Credential ?? former.Credential,
            Trust = change.Trust ?? former.Trust,
            Access = change.Access ?? former.Access,
        };
        if (address == former) return Decision.Nothing;
        return AddressRules.Refusal(change.Environment, name, address, lookups)
            ?? Decision.Of(new EnvironmentChanged(change.Environment, name, address));
    }

    private static Decision NotThere() =>
        Decision.Refuse("unknown-environment", "there is no such environment: see 'environments list'");
}
