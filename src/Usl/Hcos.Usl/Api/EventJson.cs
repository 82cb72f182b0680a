using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Kernel.Messages;
using Hcos.Usl.Journal;
using Hcos.Usl.Views;

namespace Hcos.Usl.Api;

/// <summary>An entry of the journal as programs see it.</summary>
internal static class EventJson
{
    /// <summary>The event; null for what is internal.</summary>
    public static JsonObject? Of(JournalEntry entry, MessageCatalog catalog)
    {
        var happened = entry.Event;
        if (happened.Body is UnknownMessage || !catalog.IsPublic(happened.Body.GetType())) return null;
        var name = catalog.NameOf(happened.Body.GetType());
        var context = happened.Context;
        return new JsonObject
        {
            ["name"] = name,
            ["layer"] = happened.Log,
            ["id"] = context.Id.ToString(),
            ["time"] = happened.Time,
            ["journalTime"] = entry.Time,
            ["origin"] = new JsonObject { ["log"] = happened.Log, ["position"] = happened.Position },
            ["correlation"] = context.Correlation.ToString(),
            ["causation"] = context.Causation?.ToString(),
            ["cause"] = context.Cause is { } cause
                ? new JsonObject { ["log"] = cause.Log, ["position"] = cause.Position }
                : null,
            ["tenant"] = context.Tenant,
            ["principal"] = context.Principal,
            ["isEarly"] = entry.IsEarly,
            ["subject"] = EventText.SubjectOf(happened.Body),
            ["text"] = EventText.Of(happened.Body, catalog),
            ["data"] = JsonSerializer.SerializeToNode(
                HiddenUserData.In(happened.Body), happened.Body.GetType(), catalog.Json),
        };
    }
}
