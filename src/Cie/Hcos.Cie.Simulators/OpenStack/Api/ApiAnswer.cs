using System.Text.Json.Nodes;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>What a service answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body, or null for none.</param>
internal sealed record ApiAnswer(int Status, JsonNode? Body)
{
    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Done, and nothing to say.</summary>
    public static ApiAnswer NoContent => new(204, null);

    /// <summary>Something under its name.</summary>
    public static ApiAnswer Of(string name, JsonNode? found, int status = 200) =>
        new(status, new JsonObject { [name] = found });
}
