using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>Where a server can go on executing.</summary>
/// <param name="Server">The server.</param>
/// <param name="TargetIdentity">
/// Who offered: <see cref="EnvironmentStatus.NativeIdentity"/> of the target. Only it is moved to.
/// </param>
/// <param name="Content">For drivers of the same kind only; holds no secret.</param>
public sealed record MigrationOffer(ResourceKey Server, string TargetIdentity, string Content);
