using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Credentials;

/// <summary>The books of the credential store: names and versions, never a secret.</summary>
internal abstract class Credential : IProcess<CredentialState, Ci2Lookups>
{
    public static CredentialState Initial { get; } = new(null, 0, false, false);

    public static Decision Decide(CredentialState state, Given given, Ci2Lookups lookups) => given.Message switch
    {
        RecordCredential record => !ResourceNames.IsValid(record.Name)
            ? Decision.Refuse("invalid-name", $"a credential's name is {ResourceNames.Rule}")
            : Decision.Of(new CredentialStored(record.Name, record.UserName, state.Version + 1)),
        RemoveCredential remove => Remove(state, remove, lookups),
        EffectEnded { Result: DriverAnswer.LetGo } when state is { IsForgetting: true, Name: { } name } =>
            Decision.Of(new CredentialForgotten(name)),
        _ => Decision.Nothing,
    };

    public static CredentialState Evolve(CredentialState state, IEvent happened) => happened switch
    {
        CredentialStored stored => new CredentialState(stored.Name, stored.Version, true, false),
        CredentialRemoved => state with { IsStored = false, IsForgetting = true },
        CredentialForgotten => state with { IsForgetting = false },
        _ => state,
    };

    public static IReadOnlyList<Pending> Pending(CredentialState state)
    {
        if (state is not { IsForgetting: true, Name: { } name }) return [];
        var call = new DriverCall.ForgetCredential(name);
        return [new Pending.Effect($"forget-{state.Version}", $"credential/{name}", call, IsChanging: false)];
    }

    private static Decision Remove(CredentialState state, RemoveCredential remove, Ci2Lookups lookups)
    {
        if (!state.IsStored) return Decision.Refuse("unknown-credential", $"there is no credential {remove.Name}");
        var users = lookups.UsersOf(remove.Name).Count();
        return users == 0
            ? Decision.Of(new CredentialRemoved(remove.Name))
            : Decision.Refuse("in-use", $"{users} environments use {remove.Name}: change or remove them first");
    }
}

/// <summary>What is remembered of a credential.</summary>
internal sealed record CredentialState(string? Name, int Version, bool IsStored, bool IsForgetting);

/// <summary>The secret of a removed credential is gone.</summary>
[MessageName("ci2.credential-forgotten.v1")]
internal sealed record CredentialForgotten(string Name) : IEvent;
