using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>
/// How much the API takes on at a time. What comes beyond is refused at once and told when to come again, so that a
/// flood costs its senders and nobody else.
/// </summary>
internal sealed class Admission(UslOptions options, Func<int> openOperations)
{
    private int _writes;
    private int _waits;

    /// <summary>Takes a write in until the place is given back.</summary>
    /// <exception cref="ProblemException">There are too many already.</exception>
    public Place Write()
    {
        if (Interlocked.Increment(ref _writes) <= options.MostWritesAtOnce) return new(() => Leave(ref _writes));
        Leave(ref _writes);
        throw TooMany("too-many-writes", "too many writes are being taken on at this moment", 1);
    }

    /// <summary>Whether one more operation may begin.</summary>
    /// <exception cref="ProblemException">Too many have not ended yet.</exception>
    public void Begin()
    {
        if (openOperations() < options.MostOpenOperations) return;
        throw TooMany("too-many-operations", "too many operations have not ended yet", 2);
    }

    /// <summary>A place to wait for an operation; null when nobody can wait any more.</summary>
    public Place? Wait()
    {
        if (Interlocked.Increment(ref _waits) <= options.MostWaits) return new(() => Leave(ref _waits));
        Leave(ref _waits);
        return null;
    }

    private static void Leave(ref int count) => Interlocked.Decrement(ref count);

    private static ProblemException TooMany(string code, string detail, int seconds) => new(
        StatusCodes.Status429TooManyRequests, code, detail, "repeat the request later, with the same Idempotency-Key")
    {
        RetryAfterSeconds = seconds,
    };

    /// <summary>A place that is given back.</summary>
    internal sealed class Place(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
