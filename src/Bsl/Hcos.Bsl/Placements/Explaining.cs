using System.Globalization;
using System.Text.Json;
using Hcos.Bsl.Placement;
using Hcos.Bsl.Servers;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Placements;

/// <summary>Says why a server is where it is, and why not elsewhere, by deciding again. Pure.</summary>
internal static class Explaining
{
    private const string Chosen = "chosen";
    private const string LowerScore = "lower-score";
    private static readonly JsonSerializerOptions Json = MessageCatalog.CreateOptions();

    /// <summary>Explains a decision on the candidates as they were then.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="then">What was known at its position.</param>
    /// <param name="host">Native id or name of a host that is asked after.</param>
    public static PlacementExplanation Explain(PastDecision decision, BslLookups then, string? host)
    {
        var engine = decision.Placed.Decision.Engine;
        if (engine != PlacementEngine.Version)
        {
            return Unexplained(
                "other-engine", $"it was decided by the engine {engine}; this one is {PlacementEngine.Version}");
        }

        var known = Planning.PolicyOf(decision.Wanted).Version;
        if (decision.Placed.Decision.Policy != known)
        {
            return Unexplained(
                "other-policy", $"it was decided by the policy {decision.Placed.Decision.Policy}; this one is {known}");
        }

        var again = decision.Again(then).Decision;
        if (again is null) return Unexplained("missing", "deciding again finds no place: the log was cut");
        return new(null, null, IsIdentical(decision.Placed.Decision, again), again, Verdicts(decision, then, host));
    }

    public static PlacementExplanation Unexplained(string code, string reason) => new(code, reason, false, null, []);

    /// <summary>Whether two decisions are the same to the last bit.</summary>
    public static bool IsIdentical(PlacementDecision one, PlacementDecision other) =>
        JsonSerializer.Serialize(one, Json) == JsonSerializer.Serialize(other, Json);

    private static List<HostVerdict> Verdicts(PastDecision decision, BslLookups then, string? host)
    {
        if (host is null) return [];
        var verdicts = new List<HostVerdict>();
        var candidates = then.Candidates;
        for (var row = 0; row < candidates.Count; row++)
        {
            var candidate = candidates.At(row);
            if (candidate.Key.Host == host || candidate.Name == host) verdicts.Add(Verdict(decision, then, candidate));
        }

        return verdicts;
    }

    private static HostVerdict Verdict(PastDecision decision, BslLookups then, Candidate candidate)
    {
        var request = Planning.RequestOf(decision.Wanted, decision.Refused, then);
        var said = PlacementEngine.Explain(
            candidate.Key, request, then.Candidates, Planning.PolicyOf(decision.Wanted));
        var (code, reason) = Why(said, decision.Placed.Decision, then);
        return new(
            candidate.Key.Environment,
            candidate.Key.Host,
            candidate.Name,
            code,
            reason,
            said.Rank,
            said.Score,
            said.Free,
            said.Needed);
    }

    private static (string Code, string Reason) Why(Explanation said, PlacementDecision decision, BslLookups then) =>
        said switch
        {
            { Rank: 1 } => (Chosen, "this host was chosen"),
            { Rank: > 1, Score: { } score } => (LowerScore, string.Create(
                CultureInfo.InvariantCulture,
                $"it was number {said.Rank}: its score is {score.Score:0.####}, that of {decision.HostName}"
                + $" {decision.Best[0].Score:0.####}; {Difference(score, decision.Best[0])}")),
            _ => (said.Reason.Code(), Lacking(said, then)),
        };

    /// <summary>The objective by which the chosen one is ahead most.</summary>
    private static string Difference(ScoredCandidate lower, ScoredCandidate chosen)
    {
        var most = lower.Parts.Zip(chosen.Parts)
            .Select(pair => (pair.First.Objective, By: pair.Second.Weight * (pair.Second.Value - pair.First.Value)))
            .OrderByDescending(part => part.By).ThenBy(part => part.Objective, StringComparer.Ordinal).First();
        return most.By > 0
            ? string.Create(CultureInfo.InvariantCulture, $"most of it by {most.Objective} ({most.By:0.####})")
            : "of equal ones the one with the smaller id is chosen";
    }

    private static string Lacking(Explanation said, BslLookups then) => said.Reason switch
    {
        Rejection.Vcpus => Amount("processors", said.Free.Vcpus, said.Needed.Vcpus),
        Rejection.Memory => Amount("bytes of memory", said.Free.MemoryBytes, said.Needed.MemoryBytes),
        Rejection.Disk => Amount("bytes of disk", said.Free.DiskBytes, said.Needed.DiskBytes),
        Rejection.NotUsable => then.WhyUnusableAt(said.Key) ?? "nothing could be placed there",
        Rejection.Refused => "it had refused this server before",
        var other => $"it was rejected: {other.Code()}",
    };

    private static string Amount(string what, long free, long needed) =>
        string.Create(CultureInfo.InvariantCulture, $"{needed} {what} were needed, {free} free");
}
