using Hcos.Ci2.Calls;
using Hcos.Ci2.Credentials;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Stores;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Hcos.Ci2.Driving;

/// <summary>What the failures of calls mean.</summary>
internal static class CallErrors
{
    /// <summary>
    /// Whether <paramref name="thrown"/> is a failure of the world; everything else is a defect of ours.
    /// </summary>
    public static bool IsFailure(Exception thrown) => thrown is DriverException or TimeoutRejectedException
        or BrokenCircuitException or OperationCanceledException or CredentialStoreException or OwnershipLostException;

    /// <summary>The answer that tells of a failure.</summary>
    /// <param name="thrown">The failure.</param>
    /// <param name="wasSent">Whether a changing call may have been sent: then a time-out leaves it uncertain.</param>
    /// <param name="at">Now.</param>
    public static DriverAnswer.Failed Answer(Exception thrown, bool wasSent, DateTimeOffset at)
    {
        var noAnswer = wasSent ? DriverTaskOutcome.Uncertain : DriverTaskOutcome.Unavailable;
        return thrown switch
        {
            DriverException failed => new(OutcomeOf(failed.Failure), failed.Message, at),
            TimeoutRejectedException late =>
                new(noAnswer, $"no answer within {late.Timeout.TotalSeconds:0} s", at),
            BrokenCircuitException => new(DriverTaskOutcome.Unavailable, "it failed too often just now", at),
            OwnershipLostException =>
                new(DriverTaskOutcome.Unavailable, "another process serves the environment now", at),
            CredentialStoreException failed => new(DriverTaskOutcome.Unavailable, failed.Message, at),
            _ => new(noAnswer, "it was cut off", at),
        };
    }

    private static DriverTaskOutcome OutcomeOf(DriverFailure failure) => failure switch
    {
        DriverFailure.Invalid => DriverTaskOutcome.Invalid,
        DriverFailure.Denied => DriverTaskOutcome.Denied,
        DriverFailure.Missing => DriverTaskOutcome.Missing,
        DriverFailure.Conflict => DriverTaskOutcome.Conflict,
        DriverFailure.Exhausted => DriverTaskOutcome.Exhausted,
        DriverFailure.Unavailable => DriverTaskOutcome.Unavailable,
        _ => DriverTaskOutcome.Uncertain,
    };
}
