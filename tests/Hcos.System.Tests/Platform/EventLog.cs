using System.Text.Json.Nodes;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>The platform's events as anybody can follow them.</summary>
internal static class EventLog
{
    /// <summary>The first event after a bookmark that is as wanted.</summary>
    public static async Task<JsonObject> FirstAsync(
        this HcosApi api,
        string from,
        string filter,
        Func<JsonObject, bool> isWanted,
        CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Asking.Soon);
        try
        {
            await foreach (var happened in api.FollowAsync(Query(from, filter), late.Token))
            {
                if (isWanted(happened)) return happened;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no such event with {filter} in time");
        }

        throw new TimeoutException($"the stream ended before such an event with {filter} came");
    }

    /// <summary>
    /// CI2's events after a bookmark up to now. A credential's name is recorded in its log to know the end.
    /// </summary>
    public static async Task<IReadOnlyList<JsonObject>> DriverEventsSinceAsync(
        this HcosApi api, string from, CancellationToken cancellationToken)
    {
        var marker = $"marker-{Guid.CreateVersion7():n}";
        var body = new JsonObject { ["name"] = marker, ["secret"] = "none" };
        var stored = await api.PostAsync("/v1/credentials", body, cancellationToken);
        Assert.Equal(201, (int)stored.Status);
        var events = new List<JsonObject>();
        await api.FirstAsync(
            from,
            "layer=ci2",
            happened =>
            {
                events.Add(happened);
                return happened["data"].Word("name") == marker;
            },
            cancellationToken);
        return events;
    }

    public static IReadOnlyList<JsonObject> Named(this IEnumerable<JsonObject> events, string name) =>
        [.. events.Where(happened => happened.Word("name") == name)];

    private static string Query(string from, string filter) =>
        $"/v1/events?from={Uri.EscapeDataString(from)}&filter={Uri.EscapeDataString(filter)}";
}
