using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Kernel.Stores;

namespace Hcos.Usl.Api;

/// <summary>Which events of the journal a reader wants.</summary>
/// <param name="wanted">Fields of the event as it is sent, and the text that each must have.</param>
internal sealed class EventFilter(IReadOnlyList<KeyValuePair<string, string>> wanted)
{
    private static readonly string[] Fields =
        ["name", "layer", "subject", "correlation", "causation", "principal", "tenant", "isEarly"];

    /// <summary>Reads <c>layer=bsl,name=bsl.*,data.server=ID</c>.</summary>
    public static EventFilter Parse(string? text)
    {
        var wanted = new List<KeyValuePair<string, string>>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var split = part.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
            {
                throw Problems.Invalid(
                    "invalid-filter", $"{Problems.Shown(part)} is not field=value", "write layer=bsl");
            }

            var field = part[..split].Trim();
            if (!Fields.Contains(field) && !IsData(field))
            {
                throw Problems.Invalid(
                    "unknown-field",
                    $"events have no field {Problems.Shown(field)}",
                    $"there are {string.Join(", ", Fields)}, and data.FIELD");
            }

            wanted.Add(KeyValuePair.Create(field, part[(split + 1)..].Trim()));
        }

        return new EventFilter(wanted);
    }

    /// <summary>Whether an event is wanted. A value that ends in a star wants what begins so.</summary>
    public bool Holds(JsonObject happened)
    {
        if (wanted.Count == 0) return true;
        var element = JsonSerializer.SerializeToElement(happened);
        return wanted.All(pair => ViewRules.TextOf(element, pair.Key.Split('.')) is { } text
            && (pair.Value.EndsWith('*')
                ? text.StartsWith(pair.Value[..^1], StringComparison.Ordinal)
                : text == pair.Value));
    }

    private static bool IsData(string field)
    {
        if (!field.StartsWith("data.", StringComparison.Ordinal)) return false;
        try
        {
            _ = ViewRules.Path(field);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
