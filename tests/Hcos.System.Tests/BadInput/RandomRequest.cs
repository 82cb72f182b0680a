using System.Text;

namespace Hcos.System.Tests.BadInput;

/// <summary>Requests near those that make sense and far from them; the same seed gives the same ones.</summary>
internal sealed class RandomRequest(int seed)
{
    private static readonly string[] Methods =
        ["GET", "GET", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO"];

    private static readonly string[] Nouns =
    [
        "servers", "environments", "systems", "operations", "events", "resources", "images", "volumes", "networks",
        "hosts", "placements", "credentials", "services", "principals", "schemas",
    ];

    private static readonly string[] Verbs =
        ["start", "stop", "reboot", "pause", "resume", "suspend", "scale", "trace", "history", "%00", "nonsense"];

    private static readonly string[] Words =
    [
        "v1", "servers", "openapi", "healthz", "readyz", "metrics", "taken", "lab", "hcos-guest", "default", "%00",
        "%2e%2e", "..%2f..", "%ff%fe", "a b", "💥", "00000000-0000-0000-0000-000000000000",
        "'; drop table events; --", "servers.create", "-1", "null",
    ];

    private static readonly string[] Queries =
    [
        "limit", "filter", "cursor", "at", "after", "wait", "plan", "from", "not", "surprise", "limit=1&limit", "%00",
    ];

    private static readonly string[] Values =
    [
        "", "0", "-1", "1", "99999999999999999999", "NaN", "true", "2026-01-01T00:00:00Z", "9999-99-99", "beginning",
        "state=running", "name=", "=", "a=b,c", "state=running,,", "data.x=1", "%00", "%", "%zz", "💥", "null", "..",
        "AAAA", "eyJhIjoxfQ==", "deadbeef.1", "a'b\"c", "native.text=x", "evidence.at=1", "ageSeconds=1",
    ];

    private static readonly string[] Bodies =
    [
        "", "{}", "[]", "null", "\"text\"", "0", "{", "}", "{\"name\":null}", "{\"name\":1}", "{\"name\":{}}",
        "{\"name\":[\"a\"]}",
        "{\"name\":\"\\u0000\"}", "{\"name\":\"\\ud800\"}", "{\"name\":\"bad name\",\"vcpus\":-1}", "{\"count\":1e400}",
        "{\"component\":\"x\",\"count\":-1}", "{\"endpoint\":\"\"}", "{\"secret\":\"x\",\"name\":\"..\"}",
        "{\"force\":\"yes\"}",
        "{\"environment\":\"💥\"}", "apiVersion: hcos/v1", "a: &a [*a]", "- - - -", "\t", "%YAML 9.9", "? : ?",
        "{a: {b: [",
        "apiVersion: hcos/v1\nkind: BusinessSystem\nmetadata: []\nspec: 1", "\u0001\u0002\u0003",
    ];

    private static readonly string[] Types =
    [
        "application/json", "application/yaml", "text/yaml", "text/plain", "application/json; charset=utf-16", "💥",
        "a/b/c", "",
    ];

    private readonly Random _random = new(seed);

    public HttpRequestMessage Next(string token)
    {
        var request = new HttpRequestMessage(new HttpMethod(Any(Methods)), Target());
        if (request.Method != HttpMethod.Trace && _random.Next(3) > 0) request.Content = Content();
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        foreach (var name in (string[])["Idempotency-Key", "Last-Event-ID", "Accept", "traceparent", "Expect"])
        {
            if (_random.Next(5) == 0) request.Headers.TryAddWithoutValidation(name, Sendable(Any(Values)));
        }

        return request;
    }

    private string Target()
    {
        var path = new StringBuilder(_random.Next(4) == 0 ? Anywhere() : Somewhere());
        var separator = '?';
        for (var pairs = _random.Next(5) - 2; pairs > 0; pairs--, separator = '&')
        {
            path.Append(separator).Append(Any(Queries)).Append('=').Append(Uri(Any(Values)));
        }

        return path.ToString();
    }

    /// <summary>A path that leads somewhere, to a thing that is there or not.</summary>
    private string Somewhere()
    {
        var noun = Any(Nouns);
        return _random.Next(3) switch
        {
            0 => $"/v1/{noun}",
            1 => $"/v1/{noun}/{Uri(Any(Words))}",
            _ => $"/v1/{noun}/{Uri(Any(Words))}/{Any(Verbs)}",
        };
    }

    private string Anywhere() =>
        string.Concat(Enumerable.Range(0, _random.Next(1, 5)).Select(_ => $"/{Uri(Any(Words))}"));

    private ByteArrayContent Content()
    {
        var bytes = Encoding.UTF8.GetBytes(Any(Bodies));
        if (_random.Next(5) == 0) _random.NextBytes(bytes);
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", Sendable(Any(Types)));
        if (_random.Next(10) == 0) content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
        return content;
    }

    /// <summary>The client sends no others in headers.</summary>
    private static string Sendable(string text) => new([.. text.Where(char.IsAscii)]);

    private string Any(string[] from) => from[_random.Next(from.Length)];

    /// <summary>Escapes what would not reach the server at all, and nothing else.</summary>
    private static string Uri(string text) => text.Contains('%', StringComparison.Ordinal)
        ? text
        : global::System.Uri.EscapeDataString(text);
}
