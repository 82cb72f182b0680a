namespace Hcos.Usl.CommandLine.Connecting;

/// <summary>A command was refused or failed; the message is for people.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
