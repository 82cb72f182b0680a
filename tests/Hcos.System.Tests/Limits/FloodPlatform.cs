using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Limits;

/// <summary>A platform that is asked for far too much.</summary>
public sealed class FloodPlatform(Laboratory laboratory) : RunningPlatform(laboratory);
