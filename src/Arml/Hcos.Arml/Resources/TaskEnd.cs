using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;

namespace Hcos.Arml.Resources;

/// <summary>How a driver task ended, or that CI2 refused it.</summary>
internal sealed record TaskEnd(
    DriverTaskOutcome Outcome,
    string? Reason,
    ResourceKey? Key,
    ResourceObject? Observed,
    DateTimeOffset? At,
    bool WasRefused)
{
    public static TaskEnd Of(DriverTaskEnded ended) =>
        new(ended.Outcome, ended.Reason, ended.Key, ended.Observed, ended.At, WasRefused: false);

    /// <summary>Only the first attempt's refusal proves that nothing was ever begun.</summary>
    public static TaskEnd Of(CommandAnswered answered) =>
        new(OutcomeOf(answered.Code), answered.Reason, null, null, null, answered.Attempt == 1);

    private static DriverTaskOutcome OutcomeOf(string code) => code switch
    {
        "denied" => DriverTaskOutcome.Denied,
        "missing" or "not-found" => DriverTaskOutcome.Missing,
        "conflict" or "busy" => DriverTaskOutcome.Conflict,
        "exhausted" => DriverTaskOutcome.Exhausted,
        "unavailable" => DriverTaskOutcome.Unavailable,
        _ => DriverTaskOutcome.Invalid,
    };
}
