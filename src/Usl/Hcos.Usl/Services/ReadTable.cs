namespace Hcos.Usl.Services;

/// <summary>What can be read: every noun can be listed and shown; a few have more to tell.</summary>
internal static class ReadTable
{
    private static readonly KeyValuePair<string, string> At =
        new("at", "as it was: an RFC 3339 instant or a bookmark");

    private static readonly KeyValuePair<string, string> After =
        new("after", "wait until the answer covers this bookmark");

    private static readonly KeyValuePair<string, string> Limit = new("limit", "the most of one page, 1 to 1000");

    private static readonly KeyValuePair<string, string>[] OfList =
    [
        new("filter", "field=value, several separated by commas; fields of fields with dots"),
        Limit,
        new("cursor", "the 'next' of the page before"),
        At,
        After,
    ];

    private static readonly KeyValuePair<string, string>[] OfShow = [At, After];

    /// <summary>All reads.</summary>
    public static IReadOnlyList<OperationDescriptor> All { get; } =
    [
        .. Noun("environments", "environment", "lab-1"),
        .. Noun("resources", "resource", "web-1"),
        Read("resources.history", "Shows every state a resource had, with evidence.", "{id}/history", "web-1", [Limit]),
        .. Noun("servers", "server", "web-1"),
        Read(
            "servers.console",
            "Shows the end of what a server's guest wrote to its console.",
            "{id}/console",
            "web-1 --follow",
            [new("bytes", "the most that is shown, 1 to 262144; 65536 unless said")]) with
        {
            Permission = "servers.console",
        },
        Read(
            "servers.metrics",
            "Shows what a server uses now, asked of its platform.",
            "{id}/metrics",
            "web-1",
            []),
        .. Noun("images", "image", "hcos-guest"),
        .. Noun("volumes", "volume", "web-1-disk"),
        .. Noun("networks", "network", "default"),
        .. Noun("hosts", "host", "node-1"),
        .. Noun("systems", "business system", "hello"),
        .. Noun("operations", "operation", "ID"),
        Read("operations.trace", "Shows what followed from an operation, as a tree.", "{id}/trace", "ID", [Limit]),
        .. Noun("orphans", "orphan", "ID"),
        .. Noun("adoptions", "adoption with what became what", "ID"),
        .. Noun("series", "series of servers created at once", "ID"),
        .. Noun("reaps", "reaping with what was kept and why", "ID"),
        .. Noun("credentials", "credential", "lab-user"),
        .. Noun("principals", "principal", "admin"),
        .. Noun("streams", "parked stream", "bsl:server-ID"),
        Read(
            "placements.show",
            "Explains where a server was placed and why, or why not on a host.",
            "{id}",
            "web-1 --not node-2",
            [new("not", "name or native id of a host: why not there"), .. OfShow]),
        Read("services.list", "Lists every operation of every layer.", "", "", []),
        Read("services.show", "Shows what an operation takes and does.", "{id}", "servers.create", []),
        Read(
            "events.follow",
            "Follows everything that happens, as server-sent events.",
            "",
            "--filter layer=bsl",
            [new("from", "a bookmark, or 'beginning'; by default from now on"), OfList[0]]),
    ];

    private static OperationDescriptor[] Noun(string noun, string singular, string example) =>
    [
        Read($"{noun}.list", $"Lists {noun} with age and evidence.", "", "", OfList),
        Read($"{noun}.show", $"Shows one {singular} with age and evidence.", "{id}", example, OfShow),
    ];

    private static OperationDescriptor Read(
        string name, string summary, string path, string example, KeyValuePair<string, string>[] parameters)
    {
        var noun = name[..name.IndexOf('.', StringComparison.Ordinal)];
        var verb = name[(noun.Length + 1)..];
        var route = path.Length == 0 ? $"/v1/{noun}" : $"/v1/{noun}/{path}";
        return new OperationDescriptor(name, OperationKind.Read, summary, "GET", route)
        {
            Permission = $"{noun}.read",
            Example = $"{noun} {verb} {example}".TrimEnd(),
            Parameters = parameters,
        };
    }
}
