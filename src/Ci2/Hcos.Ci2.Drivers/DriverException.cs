namespace Hcos.Ci2.Drivers;

/// <summary>Why a driver call did not succeed (the answers of an effect).</summary>
public enum DriverFailure
{
    /// <summary>The platform understood and says that the request makes no sense. Repeating is pointless.</summary>
    Invalid,

    /// <summary>The credential lacks the right, or is wrong.</summary>
    Denied,

    /// <summary>Something the request needs is not there (an image, a network, the server itself).</summary>
    Missing,

    /// <summary>The present state forbids it, or somebody else has it.</summary>
    Conflict,

    /// <summary>The platform says that it is full.</summary>
    Exhausted,

    /// <summary>The request surely did not happen because nobody answered.</summary>
    Unavailable,

    /// <summary>The request may or may not have happened. Only an observation ends that.</summary>
    Uncertain,
}

/// <summary>The one exception that leaves a driver.</summary>
public sealed class DriverException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="failure">What sort of failure.</param>
    /// <param name="message">For people; never contains a secret.</param>
    /// <param name="inner">What the wire said.</param>
    public DriverException(DriverFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>What sort of failure.</summary>
    public DriverFailure Failure { get; }
}
