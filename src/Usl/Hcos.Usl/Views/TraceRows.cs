using System.Globalization;
using Hcos.Kernel.Messages;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>The events of each correlation: rows that are only added, so the fold forgets them.</summary>
internal static class TraceRows
{
    /// <summary>All keys of a correlation lie between this and the next one.</summary>
    public static string PrefixOf(Guid correlation) => $"{correlation}/";

    /// <summary>The key of an entry.</summary>
    public static string KeyOf(JournalEntry entry) =>
        PrefixOf(entry.Event.Context.Correlation) + entry.Position.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The row of an entry; null for what is nobody's business.</summary>
    public static TraceView? Of(JournalEntry entry, MessageCatalog catalog)
    {
        var happened = entry.Event;
        if (happened.Body is UnknownMessage || !catalog.IsPublic(happened.Body.GetType())) return null;
        var context = happened.Context;
        return new TraceView(
            entry.Position,
            context.Id,
            context.Causation,
            context.Cause?.Log,
            context.Cause?.Position,
            happened.Log,
            happened.Position,
            happened.Time,
            catalog.NameOf(happened.Body.GetType()),
            EventText.SubjectOf(happened.Body),
            EventText.Of(happened.Body, catalog));
    }
}
