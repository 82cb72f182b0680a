using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Observations;

/// <summary>What is known of one object.</summary>
internal sealed record ObservationState
{
    public static ObservationState Initial { get; } = new();

    /// <summary>The object as it is known; null when it is not there, or was never seen.</summary>
    public ResourceObject? Object { get; init; }

    /// <summary>What showed the latest change; null while nothing is there.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>The time of the latest evidence that changed anything.</summary>
    public DateTimeOffset SeenAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>A read that began before this says nothing: the platform told of something then.</summary>
    public DateTimeOffset EventAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>When the first of the listings began that lacked it.</summary>
    public DateTimeOffset? LackedAt { get; init; }

    /// <summary>The read that is owed.</summary>
    public OwedRead? Read { get; init; }

    /// <summary>So that no two reads are the same.</summary>
    public int Reads { get; init; }

    /// <summary>Whether its environment has left the books.</summary>
    public bool HasLeft { get; init; }

    /// <summary>How often it was read again for its addresses since it began to execute.</summary>
    public int FollowUps { get; init; }

    public static ObservationState Evolve(ObservationState state, IEvent happened) => happened switch
    {
        ResourceObserved seen => state.With(seen.Object, seen.Evidence),
        ResourceStateObserved seen when state.Object is { } known =>
            state.With(known with { State = seen.State }, seen.Evidence),
        ResourceMissing missing => state with
        {
            Object = null,
            Evidence = null,
            SeenAt = missing.Evidence.At,
            LackedAt = null,
            FollowUps = 0,
            Read = state.Read?.Since < missing.Evidence.At ? null : state.Read,
        },
        ReadOwed owed => state with
        {
            Reads = state.Reads + 1,
            Read = new OwedRead(
                state.Reads + 1, owed.Key, owed.Since, owed.NotBefore, owed.FollowUp,
                owed.IsRemoval || state.Read is { IsRemoval: true }, owed.Reach),
            EventAt = owed.FollowUp == 0 && owed.Since > state.EventAt ? owed.Since : state.EventAt,
            FollowUps = owed.FollowUp == 0 ? state.FollowUps : owed.FollowUp,
        },
        ObjectLeft => Initial with { SeenAt = state.SeenAt, Reads = state.Reads, HasLeft = true },
        ReadSettled => state with { Read = null },
        NativeEventNoted noted => state with { EventAt = noted.At },
        ObjectLacked lacked => state with { LackedAt = lacked.At },
        PresenceConfirmed seen => state with { LackedAt = null, SeenAt = seen.At },
        _ => state,
    };

    private ObservationState With(ResourceObject seen, Evidence evidence)
    {
        var hasChangedState = seen.State != Object?.State;
        var isEvent = evidence.Source == EvidenceSource.Event;
        return this with
        {
            Object = seen,
            Evidence = evidence,
            SeenAt = evidence.At,
            EventAt = isEvent ? evidence.At : EventAt,
            LackedAt = null,
            FollowUps = hasChangedState ? 0 : FollowUps,
            Read = !isEvent && Read?.Since < evidence.At ? null : Read,
        };
    }
}

/// <summary>A read that is owed.</summary>
internal sealed record OwedRead(
    int Number,
    ResourceKey Key,
    DateTimeOffset Since,
    DateTimeOffset NotBefore,
    int FollowUp,
    bool IsRemoval,
    Reach Reach);
