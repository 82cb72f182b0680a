using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Ci2;

/// <summary>
/// What does a server use now? Asked of the environment each time, and kept nowhere: what changes all the time would be
/// most of every log.
/// </summary>
/// <param name="Environment">Where the server is.</param>
/// <param name="Server">Its key there.</param>
[MessageName("ci2.read-usage.v1")]
public sealed record ReadUsage(EnvironmentId Environment, ResourceKey Server) : IQuestion<UsageAnswer>;

/// <summary>What the environment answered.</summary>
/// <param name="Usage">What it uses; null when that could not be read.</param>
/// <param name="ReadAt">When the reading began, by CI2's clock; null when nothing was asked.</param>
/// <param name="Code">
/// Why there is none: <c>environment-missing</c>, <c>impossible</c>, or the outcome of the call.
/// </param>
/// <param name="Reason">The same for people.</param>
public sealed record UsageAnswer(
    ServerUsage? Usage, DateTimeOffset? ReadAt, string? Code = null, string? Reason = null);
