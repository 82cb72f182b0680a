using Hcos.Contracts.Arml;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Cie.Environments;

/// <summary>
/// One infrastructure environment: proposed, tested by CI2, registered, changed, removed. Whether it answers is what
/// CI2 reports.
/// </summary>
internal abstract class Environment : IProcess<EnvironmentState, CieLookups>
{
    public static EnvironmentState Initial => EnvironmentState.Initial;

    public static Decision Decide(EnvironmentState state, Given given, CieLookups lookups) => given.Message switch
    {
        RegisterEnvironment register => Registration.Decide(state, register, given, lookups),
        ChangeEnvironment change => Change(state, change, lookups),
        RemoveEnvironment remove => Remove(state, remove),
        EndpointTested tested when tested.Test == state.Test?.Task => Registration.Tested(state, tested),
        TimerDue when state.Test is not null => Registration.Overdue(state),
        EnvironmentReached or EnvironmentUnreachable or EnvironmentSuspect when state.IsRegistered =>
            Reaching.Decide(state, given.Message),
        CapacityClaimed claimed when state.IsRegistered && !state.Claims.Contains(claimed.Claim.Value) =>
            Decision.Of(new ClaimNoted(claimed.Environment, claimed.Claim)),
        ClaimReleased released when state.Claims.Contains(released.Claim.Value) =>
            Decision.Of(new ClaimDropped(released.Environment, released.Claim)),
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
        EnvironmentTaskEnded { Outcome: TaskOutcome.Done } => state with { Test = null },
        EnvironmentTaskEnded => Initial,
        EnvironmentChanged changed => state with { Address = changed.Address },
        EnvironmentRemoved => Initial,
        EnvironmentReachabilityChanged changed => state with
        {
            Reachability = changed.Reachability,
            Version = changed.Version ?? state.Version,
        },
        ClaimNoted noted => state with { Claims = state.Claims.Add(noted.Claim.Value) },
        ClaimDropped dropped => state with { Claims = state.Claims.Remove(dropped.Claim.Value) },
        _ => state,
    };

    public static IReadOnlyList<Pending> Pending(EnvironmentState state) => state is { Test: { } test, Address: { } at }
        ?
        [
            new Pending.Command($"test-{test.Task}", "ci2", new TestEndpoint(test.Task, at), TimeSpan.FromSeconds(10)),
            new Pending.Timer($"deadline-{test.Task}", test.Deadline),
        ]
        : [];

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

    private static Decision Remove(EnvironmentState state, RemoveEnvironment remove)
    {
        if (state is not { IsRegistered: true, Name: { } name }) return NotThere();
        var claims = state.Claims.Count;
        return claims > 0 && !remove.Forget
            ? Decision.Refuse(
                "claims", $"{claims} claims are held in {name}: delete what they are for, or forget them with --forget")
            : Decision.Of(new EnvironmentRemoved(remove.Environment, name, claims > 0));
    }

    private static Decision NotThere() =>
        Decision.Refuse("unknown-environment", "there is no such environment: see 'environments list'");
}
