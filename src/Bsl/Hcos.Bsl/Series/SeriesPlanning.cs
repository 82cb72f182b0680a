using System.Globalization;
using Hcos.Bsl.Placement;
using Hcos.Bsl.Servers;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Series;

/// <summary>Where many servers would go, one after the other as they will be placed. Pure.</summary>
internal static class SeriesPlanning
{
    /// <summary>The command that one of them would be created by alone.</summary>
    /// <param name="create">All of them.</param>
    /// <param name="number">From 1.</param>
    public static CreateServer MemberOf(CreateServers create, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{create.Name}-{number}");
        return new(
            new(DerivedId.From("bsl", "series", create.Series.ToString(), $"{number}")),
            name,
            create.Vcpus,
            create.MemoryBytes,
            create.DiskBytes,
            create.Image,
            create.Network,
            create.Environment,
            create.UserData,
            create.Start,
            create.Group ?? $"series/{create.Series}",
            null,
            create.Policy,
            create.Architecture);
    }

    /// <summary>Answers what creating them would do now.</summary>
    public static ServersPlan Plan(CreateServers create, BslLookups lookups) =>
        Plan(create, create.Count, lookups);

    /// <summary>
    /// Why they are not begun; null when they are. What is wanted one by one needs a place for the first.
    /// </summary>
    public static Decision.Refusal? Refusal(CreateServers create, BslLookups lookups)
    {
        var plan = Plan(create, create.Together ? create.Count : 1, lookups);
        return plan.Code is { } code ? new(code, plan.Reason!) : null;
    }

    private static ServersPlan Plan(CreateServers create, int tried, BslLookups lookups)
    {
        if (create.Count < 1 || create.Count > lookups.Options.MostAtOnce)
        {
            return Refused("invalid-count", $"1 to {lookups.Options.MostAtOnce} servers can be created at once");
        }

        if (Validation.Check(MemberOf(create, 1), lookups) is { } no) return Refused(no.Code, no.Reason);
        for (var number = 2; number <= create.Count; number++)
        {
            // In nothing else do they differ.
            var name = Validation.Names(MemberOf(create, number), lookups);
            if (name is not null) return Refused(name.Code, name.Reason);
        }

        var then = lookups.CopyOfPlaces();
        var (placed, outcome) = Trial(create, tried, then);
        var hosts = placed
            .GroupBy(decision => new CandidateKey(decision.Environment, decision.Host))
            .OrderByDescending(same => same.Count()).ThenBy(same => same.Key)
            .Select(same => new HostShare(same.Key.Environment, same.Key.Host, same.First().HostName, same.Count()))
            .ToList();
        if (outcome is null) return new(null, null, hosts, placed.Count, []);
        var wanted = Planning.Describe(MemberOf(create, placed.Count + 1));
        var reason = Because(create, placed.Count, Planning.WhyNowhere(outcome, wanted, [], then));
        var code = placed.Count == 0 || create.Together ? Planning.NoCandidate : null;
        return new(code, reason, hosts, placed.Count, outcome.Rejected, Planning.Nearest(wanted, [], then));
    }

    /// <summary>Places so many, one after the other, in a copy of what is known, until one has no place.</summary>
    private static (List<PlacementDecision> Placed, PlacementOutcome? Nowhere) Trial(
        CreateServers create, int count, BslLookups trial)
    {
        var placed = new List<PlacementDecision>();
        for (var number = 1; number <= count; number++)
        {
            var member = MemberOf(create, number);
            var wanted = Planning.Describe(member);
            var outcome = Planning.Place(wanted, [], trial);
            if (outcome.Decision is not { } decision) return (placed, outcome);
            placed.Add(decision);
            trial.Suppose(member, Planning.Placed(member.Server, member.Name, wanted, 1, outcome));
        }

        return (placed, null);
    }

    private static string Because(CreateServers create, int placed, string nowhere) => string.Create(
        CultureInfo.InvariantCulture, $"there is a place for {placed} of {create.Count}; for the next, {nowhere}");

    private static ServersPlan Refused(string code, string reason) => new(code, reason, [], 0, []);
}
