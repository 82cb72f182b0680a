namespace Hcos.Ci2.Credentials;

/// <summary>The credential store cannot be used now. The message never holds a secret.</summary>
public sealed class CredentialStoreException : Exception
{
    /// <summary>Makes one.</summary>
    public CredentialStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
