using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.Usl.Services;

namespace Hcos.Usl.CommandLine.Output;

/// <summary>Which columns the table of a noun has, and what stands in them. Pure.</summary>
internal static class Columns
{
    /// <summary>The columns of a noun: heading and text of a row.</summary>
    public static IReadOnlyList<(string Heading, Func<JsonObject, string> Text)> Of(string noun) => noun switch
    {
        "environments" =>
        [
            Field("name"), Field("kind"), Field("access"), Field("reachability"), Field("endpoint"), Field("version"),
            Field("changes by", "rhythm.path"), Age, Field("reason"),
        ],
        "servers" =>
        [
            Field("name"), Field("state"), List("addresses"), Field("environment", "environmentName"),
            Field("host", "hostName"), Age, Field("seen by", "evidence.source"), Field("doing", "task.kind"),
            Field("reason"), Field("id"),
        ],
        "hosts" =>
        [
            Field("name"), Field("state"), Field("environment", "environmentName"),
            Field("vcpus", "capacity.total.vcpus"), Field("claimed", "capacity.claimed.vcpus"),
            Size("memory", "capacity.total.memoryBytes"), Size("claimed memory", "capacity.claimed.memoryBytes"), Age,
            Field("native id", "nativeId"),
        ],
        "images" => Resource(Size("size", "image.capacityBytes")),
        "volumes" => Resource(Size("size", "volume.capacityBytes")),
        "networks" => Resource(Field("range", "network.cidr")),
        "resources" => [Field("kind"), .. Resource(Field("owner", "ownerName"))],
        "systems" => [Field("name"), Field("health"), ("instances", Instances), List("reasons"), Field("id")],
        "instances" =>
        [
            Field("name"), Field("component"), Field("state"), List("addresses"), Field("since"), Field("reason"),
            Field("healing"), Field("server"),
        ],
        "operations" =>
        [
            Field("name"), Field("subject"), Field("status"), Field("outcome"), Field("code"),
            Field("accepted", "acceptedAt"), Field("id"),
        ],
        "services" => [Field("name"), Field("kind"), Field("method"), Field("route"), Field("summary")],
        "credentials" => [Field("name"), Field("user", "userName"), Field("version"), Field("stored", "storedAt")],
        "streams" => [Field("id"), Field("since"), Field("missed"), Field("reason")],
        "orphans" =>
        [
            Field("place"), Field("kind"), Field("name"), Field("state"), Field("environment", "environmentName"),
            Field("cause"), Age, Field("first seen", "firstSeen"), Field("seen again", "seenAgain"), Field("reason"),
            Field("native id", "nativeId"), Field("id"),
        ],
        "adoptions" =>
        [
            Field("environment", "environmentName"), Field("outcome"), Field("adopted", "adoptedCount"),
            Field("left", "leftCount"), Field("reason"), Field("id"),
        ],
        "series" => OfSeries,
        "reaps" =>
        [
            Field("environment", "environmentName"), Field("outcome"), Field("gone", "goneCount"),
            Field("kept", "keptCount"), Field("reason"), Field("id"),
        ],
        "principals" => [Field("name"), Field("administrator", "isAdministrator")],
        _ => [Field("name"), Field("id")],
    };

    private static IReadOnlyList<(string Heading, Func<JsonObject, string> Text)> OfSeries =>
    [
        Field("first", "name"), Field("count"), Field("made", "madeCount"), Field("failed", "failedCount"),
        Field("together"), Field("outcome"), Field("reason"), Field("id"),
    ];

    /// <summary>The field by which the rows of a noun are sorted.</summary>
    public static string SortedBy(string noun) => noun == "operations" ? "acceptedAt" : "name";

    /// <summary>Whether a column holds sentences, which may take several lines; all else is kept whole.</summary>
    public static bool IsSentence(string heading) => heading is "reason" or "reasons" or "summary";

    /// <summary>A value at a path, for people.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonArray list => string.Join(", ", list.Select(Text)),
        JsonValue value => value.ToString(),
        _ => node.ToJsonString(),
    };

    /// <summary>An age for people: <c>3 s</c>, <c>5 min</c>.</summary>
    public static string AgeText(JsonNode? seconds)
    {
        if (seconds is null) return "";
        var age = seconds.GetValue<double>();
        return age switch
        {
            < 120 => string.Create(CultureInfo.InvariantCulture, $"{age:0} s"),
            < 7_200 => string.Create(CultureInfo.InvariantCulture, $"{age / 60:0} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{age / 3_600:0} h"),
        };
    }

    private static (string, Func<JsonObject, string>) Age => ("age", row => AgeText(row["ageSeconds"]));

    private static (string, Func<JsonObject, string>)[] Resource((string, Func<JsonObject, string>) special) =>
    [
        Field("name"), Field("state"), Field("environment", "environmentName"), special, Age,
        Field("seen by", "evidence.source"), Field("reason"), Field("id"),
    ];

    private static (string, Func<JsonObject, string>) Field(string name) => Field(name, name);

    private static (string, Func<JsonObject, string>) Field(string heading, string path) =>
        (heading, row => Text(At(row, path)));

    private static (string, Func<JsonObject, string>) List(string name) => (name, row => Text(row[name]));

    private static (string, Func<JsonObject, string>) Size(string heading, string path) =>
        (heading, row => At(row, path) is { } bytes ? Sizes.Show(bytes.GetValue<long>()) : "");

    private static JsonNode? At(JsonObject row, string path)
    {
        JsonNode? node = row;
        foreach (var part in path.Split('.')) node = (node as JsonObject)?[part];
        return node;
    }

    private static string Instances(JsonObject row)
    {
        var components = (row["components"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var instances = components.SelectMany(component => component["instances"] as JsonArray ?? []).ToList();
        var healthy = instances.Count(instance => (string?)instance?["state"] == "healthy");
        return $"{healthy}/{components.Sum(component => (int?)component["count"] ?? 0)}";
    }
}
