namespace Hcos.System.Tests.Platform;

/// <summary>A platform that may change its environment.</summary>
public sealed class ManagedPlatform(Laboratory laboratory) : RunningPlatform(laboratory);
