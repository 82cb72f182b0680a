using System.Text.Json.Nodes;

namespace Hcos.Usl.CommandLine.Output;

/// <summary>What each value of a row rests on. Pure.</summary>
internal static class Evidence
{
    private static readonly string[] OfState = ["state", "reason", "lastKnownState", "addresses"];
    private static readonly string[] OfFacts =
        ["name", "host.", "server.", "storagePool.", "volume.", "image.", "network."];

    /// <summary>Who saw the value at a path, when and how; empty for what is not seen but known.</summary>
    public static string Behind(JsonObject row, string path)
    {
        if (OfState.Contains(path)) return Text(row["evidence"]);
        var isFact = Array.Exists(
            OfFacts, facts => path == facts || (facts[^1] == '.' && path.StartsWith(facts, StringComparison.Ordinal)));
        return isFact ? Text(row["factsEvidence"]) : "";
    }

    private static string Text(JsonNode? evidence)
    {
        if (evidence is null) return "";
        var seen = $"{Columns.Text(evidence["source"])} at {Columns.Text(evidence["at"])}";
        return $"{seen} {Columns.Text(evidence["detail"])}".TrimEnd();
    }
}
