namespace Hcos.Ci2.Credentials;

/// <summary>The credential store cannot be used now. The message never holds a secret.</summary>
public sealed class CredentialStoreException : Exception
{
    /// <summary>Makes one.</summary>
    public CredentialStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether nothing is wrong but that there are too many: what is there can still be replaced.</summary>
    public bool IsFull { get; init; }
}
