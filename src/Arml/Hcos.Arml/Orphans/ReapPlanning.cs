using System.Globalization;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Orphans;

/// <summary>Which orphans may go, and which not and why. Refuses the young, and refuses on doubt. Pure.</summary>
internal static class ReapPlanning
{
    public static ReapPlan Plan(ReapOrphans reap, ArmlLookups lookups)
    {
        if (!lookups.HasEnvironment(reap.Environment))
        {
            return Refused("environment-missing", "there is no such environment");
        }

        if (lookups.IsObserveOnly(reap.Environment))
        {
            return Refused("denied", "the environment is observe-only: set its access to 'manage' to reap there");
        }

        if (lookups.WhyDoubtful(reap.Environment) is { } doubt) return Refused("unknown", doubt);
        var (reaps, keeps) = (new List<ReapedOrphan>(), new List<KeptOrphan>());
        foreach (var orphan in lookups.OrphansIn(reap.Environment).Where(orphan => IsMeant(reap, orphan)))
        {
            if (Against(reap, orphan, lookups) is { } kept) keeps.Add(kept);
            else if (reaps.Count == lookups.Options.MostReapedAtOnce) keeps.Add(NotNow(orphan, lookups.Options));
            else reaps.Add(new(orphan.Orphan, orphan.Key, orphan.Name, orphan.MadeFor, TaskOf(reap, orphan)));
        }

        if (reap.Orphan is null) return new(null, null, reaps, keeps);
        return (reaps, keeps) switch
        {
            ([], []) => Refused("missing", "there is no such orphan: see orphans list"),
            ([], [var only]) => Refused(only.Code, only.Reason),
            _ => new(null, null, reaps, keeps),
        };
    }

    private static bool IsMeant(ReapOrphans reap, OrphanFound orphan) => reap.Orphan is not { } wanted
        || wanted == orphan.Orphan.ToString()
        || wanted == orphan.Key.NativeId
        || wanted == orphan.Name;

    private static KeptOrphan? Against(ReapOrphans reap, OrphanFound orphan, ArmlLookups lookups)
    {
        var seen = lookups.OrphansSeenIn(orphan.Environment);
        if (seen is not null && seen.Scope != orphan.Scope)
        {
            return Kept(orphan, "scope-changed", "it was found with other rights than are in force now: wait");
        }

        var age = (seen is not null && seen.At > orphan.SeenAgain ? seen.At : orphan.SeenAgain) - orphan.FirstSeen;
        if (age < TimeSpan.FromSeconds(reap.MinimumAgeSeconds))
        {
            return Kept(orphan, "too-young", string.Create(
                CultureInfo.InvariantCulture,
                $"it has been nobody's for {age.TotalSeconds:F0} s, and {reap.MinimumAgeSeconds} are asked for"));
        }

        if (lookups.ResourceOf(orphan.Environment, orphan.Key) is not null
            || lookups.IsAdopting(orphan.Environment, orphan.Key))
        {
            return Kept(orphan, "owned", "it has just become somebody's");
        }

        return Rest(orphan, lookups) ?? (reap.Doubtful ? null : Doubt(orphan));
    }

    // What is left of a server goes by removing that server, which must not be there then.
    private static KeptOrphan? Rest(OrphanFound orphan, ArmlLookups lookups)
    {
        if (orphan.Key.Kind == ResourceKind.Server) return null;
        var server = new ResourceKey(ResourceKind.Server, orphan.MadeFor.ToString());
        if (lookups.Knows(orphan.MadeFor) || lookups.UsersOf(orphan.Environment, orphan.Key.NativeId).Count > 0)
        {
            return Kept(orphan, "in-use", "a server has it");
        }

        return lookups.Foreign(orphan.Environment, server) is not null
            || lookups.ResourceOf(orphan.Environment, server) is not null
            ? Kept(orphan, "server-there", "the server that it was made for is there: reap that first")
            : null;
    }

    private static KeptOrphan? Doubt(OrphanFound orphan) => orphan switch
    {
        { Cause: OrphanCause.Double } => Kept(
            orphan,
            "doubtful",
            "it is a second copy of a server in the books, perhaps made on purpose: say --doubtful"),
        { Cause: OrphanCause.NeverClaimed } => Kept(
            orphan, "doubtful", "these books never claimed it, so it may be another HCOS's: say --doubtful"),
        {
            Key.Kind: ResourceKind.Server, State: not ResourceState.Stopped and not ResourceState.Error
            and not ResourceState.Provisioning
        } => Kept(
            orphan, "executes", "it executes, so somebody may need it: stop it there, or say --doubtful"),
        _ => null,
    };

    private static Guid TaskOf(ReapOrphans reap, OrphanFound orphan) =>
        DerivedId.From("arml reap", reap.Reap.ToString(), orphan.Orphan.ToString());

    private static KeptOrphan NotNow(OrphanFound orphan, ArmlOptions options) => Kept(
        orphan, "too-many", $"at most {options.MostReapedAtOnce} are reaped at once: reap again for the rest");

    private static KeptOrphan Kept(OrphanFound orphan, string code, string reason) =>
        new(orphan.Orphan, orphan.Key, orphan.Name, code, reason);

    private static ReapPlan Refused(string code, string reason) => new(code, reason, [], []);
}
