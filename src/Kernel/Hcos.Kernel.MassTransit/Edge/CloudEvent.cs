using System.Text.Json;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.MassTransit.Edge;

/// <summary>An event as CloudEvents 1.0 in JSON (structured mode).</summary>
/// <param name="Name">The event's name: its type there, and the routing key.</param>
/// <param name="Id">The event's id.</param>
/// <param name="Json">The whole in UTF-8.</param>
internal sealed record CloudEvent(string Name, Guid Id, byte[] Json)
{
    public const string ContentType = "application/cloudevents+json";

    public static CloudEvent Of(OutsideEvent outside, MessageCatalog catalog)
    {
        var happened = outside.Event;
        var name = catalog.NameOf(happened.Body.GetType());
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", happened.Context.Id);
            json.WriteString("source", $"/hcos/{happened.Log}");
            json.WriteString("type", name);
            json.WriteString("time", happened.Time);
            if (outside.Subject is not null) json.WriteString("subject", outside.Subject);
            json.WriteString("datacontenttype", "application/json");
            WriteExtensions(json, happened);
            json.WritePropertyName("data");
            JsonSerializer.Serialize(json, happened.Body, happened.Body.GetType(), catalog.Json);
            json.WriteEndObject();
        }

        return new CloudEvent(name, happened.Context.Id, buffer.ToArray());
    }

    /// <summary>Extension attributes: lower-case letters and digits, as the format demands.</summary>
    private static void WriteExtensions(Utf8JsonWriter json, RecordedEvent happened)
    {
        json.WriteString("position", $"{happened.Position}");
        json.WriteString("correlation", happened.Context.Correlation);
        if (happened.Context.Causation is { } causation) json.WriteString("causation", causation);
        json.WriteString("tenant", happened.Context.Tenant);
        json.WriteString("principal", happened.Context.Principal);
        if (happened.Context.TraceParent is { } trace) json.WriteString("traceparent", trace);
    }
}
