using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Api;

/// <summary>
/// Names a plan, so that it can be carried out as it was shown or not at all: <c>NONCE.HASH</c>. The nonce gives the
/// operation's id, so that everything derived from it is the same; the hash tells what was shown.
/// </summary>
/// <param name="Nonce">32 hexadecimal digits.</param>
/// <param name="Hash">32 hexadecimal digits over what would happen.</param>
internal sealed partial record PlanToken(string Nonce, string Hash)
{
    // How the choice came about may differ when the choice is the same.
    private static readonly FrozenSet<string> Circumstances =
        new[] { "inputPosition", "best", "rejected", "considered", "engine" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Reads a token; null when it is none.</summary>
    public static PlanToken? Parse(string text) => Shape().Match(text) is { Success: true } match
        ? new(match.Groups[1].Value, match.Groups[2].Value)
        : null;

    /// <summary>The token of a plan.</summary>
    /// <param name="nonce">The nonce that the plan was made with.</param>
    /// <param name="foreseen">What would happen, with what is hidden from people.</param>
    public static PlanToken Of(string nonce, JsonNode? foreseen)
    {
        var text = new StringBuilder();
        Write(foreseen, text);
        return new(nonce, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32]);
    }

    /// <summary>The id of the operation that carries the plan out; others cannot make one of somebody else's.</summary>
    public static Guid OperationOf(string nonce, string principal) => DerivedId.From("planned", principal, nonce);

    /// <inheritdoc/>
    public override string ToString() => $"{Nonce}.{Hash}";

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.Where(member => !Circumstances.Contains(member.Key)))
                {
                    text.Append(name).Append(':');
                    Write(value, text);
                }

                break;
            case JsonArray items:
                foreach (var item in items) Write(item, text);
                break;
            default:
                // Deadlines follow from the moment of asking.
                text.Append(Instant().Replace(node?.ToJsonString() ?? "null", "INSTANT"));
                break;
        }

        text.Append(';');
    }

    [GeneratedRegex(@"\A([0-9a-f]{32})\.([0-9a-f]{32})\z")]
    private static partial Regex Shape();

    [GeneratedRegex(@"\A""\d{4}-\d\d-\d\dT[^""]*""\z")]
    private static partial Regex Instant();
}
