namespace Hcos.Usl.CommandLine.Connecting;

/// <summary>A command was refused or failed; the message is for people.</summary>
internal sealed class CommandFailedException(string message) : Exception(message)
{
    /// <summary>Whether the platform is away or in trouble, so that the same may succeed later.</summary>
    public bool IsPassing { get; init; }
}
