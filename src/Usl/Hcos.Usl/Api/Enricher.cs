using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Usl.Views;

namespace Hcos.Usl.Api;

/// <summary>
/// Adds what is only known when a row is read: how old it is, and that nobody can see it now. Pure.
/// </summary>
/// <param name="environment">The environments as of the same moment.</param>
/// <param name="now">What age is counted from.</param>
/// <param name="resourceState">
/// The states of resources as of the same moment, by row. A sweep renews a server's age only where both agree: what it
/// found may still be on its way through the layers.
/// </param>
internal sealed class Enricher(
    Func<EnvironmentId, EnvironmentView?> environment,
    DateTimeOffset now,
    Func<string, ResourceState?> resourceState)
{
    private readonly Dictionary<EnvironmentId, Surroundings?> _known = [];

    /// <summary>Writes the row as it is shown.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="row">The row.</param>
    /// <param name="isListed">Whether it is one of many, and shown without what is long.</param>
    public void Write(IBufferWriter<byte> output, PresentRow row, bool isListed)
    {
        var derived = Derive(row.Value);
        var json = isListed ? row.Listed : row.Shown;
        if (row.Value is EnvironmentView || derived.LastKnown is not null)
        {
            json = JsonSerializer.SerializeToUtf8Bytes(Changed(json, derived));
        }

        output.Write(json.AsSpan(0, json.Length - 1));
        DerivedJson.Write(output, derived, now);
        output.Write("}"u8);
    }

    /// <summary>The row as it is shown.</summary>
    public JsonObject Show(PresentRow row)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, row, isListed: false);
        return (JsonObject)JsonNode.Parse(output.WrittenSpan)!;
    }

    /// <summary>Whether a row, as it is shown, has a text in a field that is only known now.</summary>
    public bool Holds(PresentRow row, KeyValuePair<string, string> wanted)
    {
        var derived = Derive(row.Value);
        return wanted.Value == (wanted.Key == "state" ? Word(derived.State) : derived.EnvironmentName);
    }

    private static string? Word(ResourceState? state) =>
        state is { } known ? JsonNamingPolicy.KebabCaseLower.ConvertName(known.ToString()) : null;

    /// <summary>What stands otherwise in the row than it was stored.</summary>
    private static JsonObject Changed(byte[] json, in Derived derived)
    {
        var shown = (JsonObject)JsonNode.Parse(json)!;
        if (shown["sweep"] is JsonObject sweep && sweep["lacking"] is JsonArray lacking)
        {
            sweep["lackingCount"] = lacking.Count;
            sweep.Remove("lacking");
        }

        if (derived.LastKnown is not { } last) return shown;
        if (last != ResourceState.Unknown) shown["lastKnownState"] = Word(last);
        shown["state"] = Word(derived.State);
        shown["reason"] = derived.Reason;
        return shown;
    }

    private Derived Derive(object row) => row switch
    {
        ResourceView seen => Seen(seen.Environment, seen.Evidence?.At, seen.State, seen.Id, mustAgree: false),
        ServerView { Environment: { } id } seen =>
            Seen(id, seen.Evidence?.At, seen.State, seen.ResourceRow, mustAgree: true),
        ServerView seen => new Derived { SeenAt = seen.Evidence?.At, State = seen.State },
        OrphanView seen => new Derived
        {
            EnvironmentName = Around(seen.Environment)?.View.Name,
            SeenAt = seen.LastSeen,
            State = seen.State,
        },
        AdoptionView seen => new Derived { EnvironmentName = Around(seen.Environment)?.View.Name },
        ReapView seen => new Derived { EnvironmentName = Around(seen.Environment)?.View.Name },
        EnvironmentView seen => new Derived { SeenAt = Later(seen.Since, seen.Sweep?.StartedAt) },
        _ => default,
    };

    private Derived Seen(EnvironmentId id, DateTimeOffset? own, ResourceState state, string? row, bool mustAgree)
    {
        if (Around(id) is not { } around) return new Derived { SeenAt = own, State = state };
        var isSwept = own is not null && state != ResourceState.Missing
            && !(row is not null && around.Lacking.Contains(row))
            && (!mustAgree || (row is not null && resourceState(row) == state));
        var derived = new Derived
        {
            EnvironmentName = around.View.Name,
            SeenAt = isSwept ? Later(own, around.View.Sweep?.StartedAt) : own,
            State = state,
        };
        return around.View.Reachability != Reachability.Unreachable || own is null
            ? derived
            : derived with
            {
                State = ResourceState.Unknown,
                LastKnown = state,
                Reason = $"the environment does not answer: {around.View.Reason}",
            };
    }

    private Surroundings? Around(EnvironmentId id)
    {
        if (_known.TryGetValue(id, out var around)) return around;
        var view = environment(id);
        return _known[id] = view is null
            ? null
            : new Surroundings(view, (view.Sweep?.Lacking ?? []).ToHashSet(StringComparer.Ordinal));
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;

    private sealed record Surroundings(EnvironmentView View, HashSet<string> Lacking);
}
