using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Resources;

/// <summary>What is seen of a resource that is there; told only when it differs. Pure.</summary>
internal static class Observing
{
    public static Decision Decide(ResourceProvisioningState state, object message) => message switch
    {
        ResourceObserved seen => Decision.Of([
            .. Seen(state, seen.Object, seen.Evidence), .. Resized(state, seen.Object, seen.Evidence)]),
        ResourceStateObserved seen => StateSeen(state.Status!, seen),
        ResourceMissing missing => Missing(state.Status!, missing),
        EnvironmentUnreachable silent => Unreachable(state.Status!, silent),
        SweepCompleted sweep => Swept(state, sweep),
        _ => Decision.Nothing,
    };

    /// <summary>The object was seen as a whole.</summary>
    public static IReadOnlyList<IEvent> Seen(ResourceProvisioningState state, ResourceObject seen, Evidence evidence)
    {
        var told = state.Status!;
        if (evidence.At < told.Evidence.At) return [];
        var core = seen with { Native = null };
        if (evidence.At < told.UnknownSince) return Known(told, core, evidence);
        if (told.State == core.State && IsSame(told.Object, core)) return [];
        return
        [
            told with { State = core.State, Object = core, Evidence = evidence, Reason = null, UnknownSince = null },
        ];
    }

    /// <summary>Nobody can see it from here on; what is known of it stays.</summary>
    public static ResourceStatusChanged Unknown(ResourceStatusChanged told, string reason, DateTimeOffset since) =>
        told with { State = ResourceState.Unknown, Reason = reason, UnknownSince = since };

    // What was seen before the latest that is known says nothing about what it has now.
    private static IEnumerable<IEvent> Resized(
        ResourceProvisioningState state, ResourceObject seen, Evidence evidence) =>
        evidence.At < state.Status!.Evidence.At ? [] : Resizes.Seen(state, seen);

    // Seen before nobody could see it any more: it is what the next complete listing will confirm.
    private static IReadOnlyList<IEvent> Known(ResourceStatusChanged told, ResourceObject? known, Evidence evidence) =>
        known is null || IsSame(told.Object, known) ? [] : [told with { Object = known, Evidence = evidence }];

    private static Decision StateSeen(ResourceStatusChanged told, ResourceStateObserved seen)
    {
        if (seen.Evidence.At < told.Evidence.At) return Decision.Nothing;
        var known = told.Object is { } former ? former with { State = seen.State } : null;
        if (seen.Evidence.At < told.UnknownSince) return Decision.Of(Known(told, known, seen.Evidence));
        if (told.State == seen.State && !seen.Evidence.TellsWhatWasRead(told.Evidence)) return Decision.Nothing;
        return Decision.Of(told with
        {
            State = seen.State,
            Object = known,
            Evidence = seen.Evidence,
            Reason = null,
            UnknownSince = null,
        });
    }

    private static Decision Missing(ResourceStatusChanged told, ResourceMissing missing) =>
        told.State == ResourceState.Missing || missing.Evidence.At < told.Evidence.At
            ? Decision.Nothing
            : Decision.Of(told with
            {
                State = ResourceState.Missing,
                Object = null,
                Evidence = missing.Evidence,
                Reason = "it was looked for and is not there",
                UnknownSince = null,
            });

    // What is surely not there does not become doubtful by silence.
    private static Decision Unreachable(ResourceStatusChanged told, EnvironmentUnreachable silent) =>
        told.State is ResourceState.Unknown or ResourceState.Missing
            ? Decision.Nothing
            : Decision.Of(Unknown(told, $"its environment does not answer: {silent.Reason}", silent.At));

    // A complete listing that began after the silence and did not lack it: it is as it was.
    private static Decision Swept(ResourceProvisioningState state, SweepCompleted sweep)
    {
        var told = state.Status!;
        var isConfirmed = told is { State: ResourceState.Unknown, Object: not null, UnknownSince: { } since }
            && sweep.StartedAt >= since
            && !sweep.Lacking.Contains(state.Key!);
        return isConfirmed
            ? Decision.Of(told with
            {
                State = told.Object!.State,
                Evidence = new(sweep.StartedAt, EvidenceSource.Sweep),
                Reason = null,
                UnknownSince = null,
            })
            : Decision.Nothing;
    }

    private static bool IsSame(ResourceObject? told, ResourceObject seen) =>
        told is not null
        && told.Name == seen.Name
        && told.State == seen.State
        && (told.Server, seen.Server) switch
        {
            ({ } one, { } other) => IsSame(one, other),
            (null, null) => true,
            _ => false,
        };

    private static bool IsSame(ServerFacts one, ServerFacts other) =>
        one.Vcpus == other.Vcpus
        && one.MemoryBytes == other.MemoryBytes
        && one.Host == other.Host
        && one.Addresses.SequenceEqual(other.Addresses, StringComparer.Ordinal)
        && one.Volumes.SequenceEqual(other.Volumes, StringComparer.Ordinal)
        && one.Networks.SequenceEqual(other.Networks, StringComparer.Ordinal)
        && (one.Snapshots ?? []).SequenceEqual(other.Snapshots ?? []);
}
