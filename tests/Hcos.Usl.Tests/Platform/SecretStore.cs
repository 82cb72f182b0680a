namespace Hcos.Usl.Tests.Platform;

/// <summary>Stands for CI2's intake: remembers what came last, and refuses when told to.</summary>
internal sealed class SecretStore : ICredentialIntake
{
    public IncomingSecret? Last { get; private set; }

    public IntakeRefusal? Refusal { get; set; }

    public Task<IntakeRefusal?> StoreAsync(IncomingSecret secret, CancellationToken cancellationToken)
    {
        Last = secret;
        return Task.FromResult(Refusal);
    }
}
