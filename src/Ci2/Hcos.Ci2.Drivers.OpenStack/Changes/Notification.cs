using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack.Changes;

/// <summary>A versioned notification of Nova about a server. Pure.</summary>
/// <param name="Key">The server.</param>
/// <param name="Type">What happened, in Nova's words: <c>instance.power_off.end</c>.</param>
/// <param name="News">What Nova knew then.</param>
internal sealed record Notification(ResourceKey Key, string Type, ServerNews News)
{
    /// <summary>Whether the server is gone.</summary>
    public bool IsRemoval => Type is "instance.delete.end" or "instance.soft_delete.end"
        || News.State.VmState is "deleted" or "soft-delete";

    /// <summary>The event that it is for the seam.</summary>
    public NativeEvent Event => IsRemoval
        ? new(Key, NativeEventKind.Removed, null, $"{Type}, as Nova knew it")
        : News.Event(Key, Type);

    /// <summary>Reads the body of a message; null when it tells of no server, or is not understood.</summary>
    public static Notification? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            // oslo.messaging puts the message as a text into an envelope.
            var message = Json.Parse(System.Text.Encoding.UTF8.GetBytes(Json.Parse(body).Required("oslo.message")));
            var type = message.Required("event_type");
            return type.StartsWith("instance.", StringComparison.Ordinal)
                && message.Member("payload")?.Member("nova_object.data") is { } payload
                && payload.Text("uuid") is { } id && payload.Text("state") is not null
                ? Of(type, id, payload)
                : null;
        }
        catch (DriverException)
        {
            return null;
        }
    }

    private static Notification Of(string type, string id, JsonElement payload)
    {
        var mark = ServerMark.In(payload.Member("metadata"));
        return new(
            mark is null ? new(ResourceKind.Server, id) : ServerMark.KeyOf(mark.Id),
            type,
            new(NovaState.OfPayload(payload), mark is { IsMaking: true }));
    }
}
