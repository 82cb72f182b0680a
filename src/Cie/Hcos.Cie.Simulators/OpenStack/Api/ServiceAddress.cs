using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>Which service a path belongs to. Pure.</summary>
/// <param name="Service">The service.</param>
/// <param name="Path">The parts of the path below the service's version; empty with no version too.</param>
internal sealed record ServiceAddress(string Service, string[] Path)
{
    private static readonly FrozenDictionary<string, string> Versions = new Dictionary<string, string>
    {
        ["identity"] = "v3",
        ["compute"] = "v2.1",
        ["image"] = "v2",
        ["network"] = "v2.0",
        ["volume"] = "v3",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Takes a path apart; null when nothing is there.</summary>
    public static ServiceAddress? Of(PathString path)
    {
        string[] parts =
        [
            .. (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString),
        ];
        return parts switch
        {
            // Placement has no version in its path.
            ["placement", .. var rest] => new("placement", rest),
            [var service] when Versions.ContainsKey(service) => new(service, []),
            [var service, var version, .. var rest] when Versions.GetValueOrDefault(service) == version =>
                new(service, rest),
            _ => null,
        };
    }

    /// <summary>What mischief knows a request by: the verb, and the path without identities.</summary>
    /// <param name="method">The verb.</param>
    /// <param name="action">The action that the body asks for, or null.</param>
    public string VerbOf(string method, string? action)
    {
        var path = Service == "volume" ? Path.Skip(1).ToArray() : Path;
        var words = (Service, path) switch
        {
            (_, []) => [Service],
            ("identity", _) => path,
            ("placement", [_]) => path,
            ("placement", [var collection, _, .. var parts]) => [collection, .. parts],
            (_, [var collection, _, "action"]) => [collection, action ?? "action"],
            (_, [_, "detail"]) => path,
            (_, [var collection, _, var part, ..]) => [collection, part],
            _ => path[..1],
        };
        return $"{method} {string.Join('/', words)}";
    }
}
