using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Environments;

/// <summary>What follows from a complete listing for what it did not show.</summary>
/// <remarks>
/// Much missing at once makes an environment suspect, and while it is, listings count towards nobody's absence. The
/// suspicion ends by a listing begun at least <see cref="Ci2Options.AbsenceInterval"/> after the one that raised it
/// and which lacks nothing that the one before did not lack: then the estate is indeed smaller, and this listing is the
/// first of the two that every absence needs. A listing that shows (nearly) everything again ends it at any time.
/// </remarks>
internal static class Sweeping
{
    public static Decision Completed(
        EnvironmentSyncState state, EnvironmentId environment, DriverAnswer.Swept swept, Ci2Lookups lookups)
    {
        var count = swept.Listings.Sum(listing => listing.Keys.Count);
        var known = 0;
        List<ResourceKey> lacking = [];
        foreach (var listing in swept.Listings)
        {
            known += lookups.CountOf(environment, listing.Kind);
            // Under other rights objects may be out of sight: what is shown counts, what is not shown does not.
            if (swept.Scope == state.Scope) lacking.AddRange(lookups.Lacking(environment, listing));
        }

        // What was deleted from here is no riddle; it becomes missing as everything else does.
        var strange = lacking.FindAll(key => !lookups.IsRemovedByUs(environment, key));
        var events = Suspicion(state, environment, swept.StartedAt, strange, known, lookups.Options);
        events.Add(new SweepCompleted(environment, swept.StartedAt, count, lacking)
        {
            EndedAt = swept.EndedAt,
            Scope = swept.Scope,
        });
        return Decision.Of(events);
    }

    private static List<IEvent> Suspicion(
        EnvironmentSyncState state,
        EnvironmentId environment,
        DateTimeOffset startedAt,
        List<ResourceKey> lacking,
        int known,
        Ci2Options options)
    {
        // What the listing before lacked as well has been looked at; only what goes missing at once is suspicious.
        var fresh = lacking.Except(state.LastLacking).Count();
        if (state.SuspectSince is not { } since)
        {
            return IsMuch(fresh, known, options)
                ? [new EnvironmentSuspect(environment, lacking.Count, known, startedAt)]
                : [];
        }

        var isStillMuch = IsMuch(lacking.Count, known, options);
        if (isStillMuch && fresh > 0) return [new EnvironmentSuspect(environment, lacking.Count, known, startedAt)];
        return !isStillMuch || startedAt - since >= options.AbsenceInterval
            ? [new EnvironmentReached(environment, state.NativeIdentity ?? "", state.Version ?? "", startedAt)]
            : [];
    }

    private static bool IsMuch(int lacking, int known, Ci2Options options) =>
        lacking >= options.SuspectLeast && lacking > known * options.SuspectShare;
}
