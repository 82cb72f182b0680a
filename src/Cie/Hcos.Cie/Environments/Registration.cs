using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Cie.Environments;

/// <summary>How an environment comes into the books: nothing is registered that did not answer.</summary>
internal static class Registration
{
    public static Decision Decide(
        EnvironmentState state, RegisterEnvironment register, Given given, CieLookups lookups)
    {
        var address = new EnvironmentAddress(
            register.Kind, register.Endpoint, register.Credential, register.Trust, register.Access);
        if (state.IsRegistered)
        {
            return state.Name == register.Name && state.Address == address
                ? Decision.Nothing
                : Decision.Refuse("already-registered", "it is registered otherwise: change or remove it");
        }

        if (state.Test is not null) return Decision.Refuse("under-way", "it is being tested: wait for the outcome");
        if (AddressRules.Refusal(register.Environment, register.Name, address, lookups) is { } refusal) return refusal;
        if (!register.Test)
        {
            return Decision.Of(new EnvironmentRegistered(register.Environment, register.Name, address));
        }

        var deadline = given.Time + lookups.Options.TestDeadline;
        return Decision.Of(
            new EnvironmentProposed(register.Environment, register.Name, address, deadline),
            new EnvironmentTestOwed(register.Environment, given.Context.Id, deadline));
    }

    public static Decision Tested(EnvironmentState state, EndpointTested tested)
    {
        var test = state.Test!;
        if (tested.Outcome != DriverTaskOutcome.Done)
        {
            return Decision.Of(Refused(test, CodeOf(tested.Outcome), tested.Reason));
        }

        return Decision.Of(
            new EnvironmentRegistered(test.Environment, state.Name!, state.Address!),
            new EnvironmentTaskEnded(
                test.Environment, test.Task, TaskOutcome.Done, "done", Found(state.Address!, tested), []));
    }

    /// <summary>What the test found, for people: credential, version, rights and abilities.</summary>
    private static string Found(EnvironmentAddress address, EndpointTested tested)
    {
        var credential = address.Credential is { } name ? $"credential {name} is accepted" : "no credential is used";
        List<string> found = [$"{tested.Version} answers as {tested.NativeIdentity}", credential];
        if (tested.Scope is { } scope) found.Add($"rights: {scope}");
        if (tested.Abilities is { Count: > 0 } abilities) found.Add($"abilities: {string.Join(", ", abilities)}");
        return string.Join("; ", found);
    }

    public static Decision Overdue(EnvironmentState state) =>
        Decision.Of(Refused(state.Test!, "deadline", "nobody could tell in time whether it answers: try again"));

    private static EnvironmentTaskEnded Refused(ProposalTest test, string code, string? reason) =>
        new(test.Environment, test.Task, TaskOutcome.Refused, code, reason, []);

    private static string CodeOf(DriverTaskOutcome outcome) => outcome switch
    {
        DriverTaskOutcome.Unavailable or DriverTaskOutcome.Uncertain => "unreachable",
        DriverTaskOutcome.Denied => "denied",
        DriverTaskOutcome.Missing => "missing",
        DriverTaskOutcome.Conflict => "conflict",
        DriverTaskOutcome.Exhausted => "exhausted",
        _ => "invalid",
    };
}
