using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>What a server needs wherever it is to go on executing.</summary>
/// <param name="Server">The server; its native id is the same on both sides.</param>
/// <param name="Content">For drivers of the same kind only; holds no secret.</param>
public sealed record MigrationDemand(ResourceKey Server, string Content);
