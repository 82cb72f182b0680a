using System.Text.RegularExpressions;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>
/// The line in a checkpoint's notes that says which snapshot it is. The host takes a machine's notes into each
/// checkpoint, so the line stands in the machine's while one is taken: what was taken is never without it. Pure.
/// </summary>
/// <param name="Id">The snapshot's identity.</param>
/// <param name="Name">Its name.</param>
internal sealed partial record SnapshotMark(SnapshotId Id, string Name)
{
    /// <summary>The mark in notes, or null.</summary>
    public static SnapshotMark? In(IEnumerable<string> notes) => notes
        .Select(note => Line().Match(note))
        .Where(match => match.Success)
        .Select(match => new SnapshotMark(new(Guid.Parse(match.Groups[1].ValueSpan)), match.Groups[2].Value))
        .FirstOrDefault();

    /// <summary>Notes without such lines.</summary>
    public static IReadOnlyList<string> Without(IEnumerable<string> notes) =>
    [
        .. notes.Select(note => (Before: note, After: Line().Replace(note, "")))
            .Select(note => note.Before == note.After ? note.Before : note.After.TrimEnd())
            .Where(note => note.Length > 0),
    ];

    /// <summary>The line.</summary>
    public override string ToString() => $"hcos-snapshot {Id} {Name}";

    [GeneratedRegex(
        @"^hcos-snapshot ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\S+)[ \t\r]*$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
