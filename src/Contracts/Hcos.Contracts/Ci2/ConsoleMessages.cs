using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Ci2;

/// <summary>
/// What did the guest of a server write to its console? Asked of the environment each time, and kept nowhere: guests
/// write what they like, secrets among it.
/// </summary>
/// <param name="Environment">Where the server is.</param>
/// <param name="Server">Its key there.</param>
/// <param name="MostBytes">How much of the end at most, from 1 to <see cref="ConsoleLog.MostBytes"/>.</param>
[MessageName("ci2.read-console.v1")]
public sealed record ReadConsole(EnvironmentId Environment, ResourceKey Server, int MostBytes)
    : IQuestion<ConsoleAnswer>
{
    /// <summary>
    /// CI2 has answered this, as any inquiry, by then: with what it read or with why it did not. Whoever asks waits
    /// longer: what is given up earlier may be on its way.
    /// </summary>
    public static TimeSpan LongestAnswer { get; } = TimeSpan.FromSeconds(12);
}

/// <summary>What the environment answered.</summary>
/// <param name="Log">The end of what was written; null when it could not be read.</param>
/// <param name="ReadAt">When the reading began, by CI2's clock; null when nothing was asked.</param>
/// <param name="Code">
/// Why there is none: <c>environment-missing</c>, <c>impossible</c>, or the outcome of the call.
/// </param>
/// <param name="Reason">The same for people.</param>
public sealed record ConsoleAnswer(
    ConsoleLog? Log, DateTimeOffset? ReadAt, string? Code = null, string? Reason = null);
