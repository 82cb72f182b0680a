namespace Hcos.Usl;

/// <summary>
/// Takes a secret in for CI2's credential store, past the bus: a secret never crosses it and never enters a log.
/// </summary>
public interface ICredentialIntake
{
    /// <summary>Stores a secret; null when it is stored, or why nothing was changed.</summary>
    /// <param name="secret">What came, from whom and what for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IntakeRefusal?> StoreAsync(IncomingSecret secret, CancellationToken cancellationToken);
}

/// <summary>A secret on its way into the store. Prints nothing of it.</summary>
/// <param name="Intent">What is to become of the credential of that name.</param>
/// <param name="Name">The name that environments refer to.</param>
/// <param name="UserName">The account, if it has one; null when rotating leaves the account as it is.</param>
/// <param name="Value">The secret.</param>
/// <param name="Principal">Who sent it.</param>
public sealed record IncomingSecret(
    SecretIntent Intent, string Name, string? UserName, string Value, string Principal)
{
    /// <summary>Never shows the secret.</summary>
    public override string ToString() => "a secret";
}

/// <summary>What is to become of a credential.</summary>
public enum SecretIntent
{
    /// <summary>It is added or replaced, whichever is needed.</summary>
    Put,

    /// <summary>It is new: one that is there stays as it is.</summary>
    Add,

    /// <summary>Its secret is replaced: one that is not there is not made.</summary>
    Rotate,
}

/// <summary>Why a secret was not taken in. Nothing was changed.</summary>
/// <param name="Code">A stable kebab-case word.</param>
/// <param name="Reason">The same for people.</param>
/// <param name="Hint">What to do.</param>
public sealed record IntakeRefusal(string Code, string Reason, string Hint)
{
    /// <summary>The code of a store that cannot be used now; nobody who sends a secret is to blame.</summary>
    public const string Unavailable = "credential-store-unavailable";
}
