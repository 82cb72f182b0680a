using System.Text.RegularExpressions;

namespace Hcos.Simulation.Tests.Coverage;

/// <summary>
/// Every transition that code could make, derived from the phases and from what each decider's fold tells apart; and
/// those of them that need not be driven, each with a reason, in <c>undriven.txt</c>: it is rare, or it never happens.
/// </summary>
internal static class Universe
{
    private const string Rare = "rare";

    /// <summary>All transitions: from one phase to another, and each event in each phase.</summary>
    public static IReadOnlyList<string> Transitions { get; } = [.. Machines.All.SelectMany(Of)];

    /// <summary>All states that anything can come into.</summary>
    public static IReadOnlyList<(Machine Machine, string Phase)> States { get; } =
    [
        .. Machines.All.SelectMany(machine => machine.Phases
            .Where(phase => phase != Machine.Absent).Select(phase => (machine, phase))),
    ];

    /// <summary>What is listed: a pattern with <c>*</c> for anything, and why.</summary>
    public static IReadOnlyList<(string Pattern, string Reason)> Listed { get; } = [.. Lines("undriven.txt")];

    /// <summary>What was not driven and is not listed.</summary>
    public static IReadOnlyList<string> Missed(Driven driven)
    {
        var listed = Listed.Select(line => Matching(line.Pattern)).ToList();
        return
        [
            .. Transitions.Where(transition =>
                !driven.Moves.ContainsKey(transition) && !listed.Exists(pattern => pattern.IsMatch(transition))),
        ];
    }

    /// <summary>What was driven although the list says that it never is, or to a phase that nobody foresaw.</summary>
    public static IReadOnlyList<string> Unexpected(Driven driven)
    {
        var never = Listed.Where(line => !line.Reason.EndsWith(Rare, StringComparison.Ordinal))
            .Select(line => Matching(line.Pattern)).ToList();
        var foreseen = Transitions.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. driven.Moves.Keys.Where(move => never.Exists(pattern => pattern.IsMatch(move))
                || (move.Contains(" -> ", StringComparison.Ordinal) && !foreseen.Contains(move))),
        ];
    }

    /// <summary>Lines of the list that match no transition there is.</summary>
    public static IReadOnlyList<string> Idle() =>
        [.. Listed.Select(line => line.Pattern).Where(pattern => !Transitions.Any(Matching(pattern).IsMatch))];

    /// <summary>Lines of a file beside the code, in two columns; <c>#</c> begins a remark.</summary>
    public static IEnumerable<(string One, string Other)> Lines(string file)
    {
        var name = $"{typeof(Universe).Namespace}.{file}";
        using var stream = typeof(Universe).Assembly.GetManifestResourceStream(name);
        using var reader = new StreamReader(stream!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var columns = line.Split('|', 2, StringSplitOptions.TrimEntries);
            yield return (columns[0], columns.Length > 1 ? columns[1] : "");
        }
    }

    private static IEnumerable<string> Of(Machine machine)
    {
        foreach (var from in machine.Phases)
        {
            foreach (var to in machine.Phases.Where(to => to != from)) yield return Driven.Move(machine, from, to);
            // What holds several things tells only which of them moved.
            if (machine.Name != $"{machine.Layer}/{machine.Family}") continue;
            foreach (var happened in EvolvedEvents.Of(machine.Decider))
            {
                yield return Driven.Meeting(machine, from, happened);
            }
        }
    }

    /// <summary>Alternatives are separated by commas; a star stands for anything.</summary>
    private static Regex Matching(string pattern)
    {
        var parts = Regex.Split(pattern, "( -> | \\+ |: )", RegexOptions.CultureInvariant).Select(part =>
            part is " -> " or " + " or ": " ? Regex.Escape(part) : Any(part));
        return new Regex($"^{string.Concat(parts)}$", RegexOptions.CultureInvariant);
    }

    private static string Any(string part) => $"(?:{string.Join('|', part.Split(',').Select(One))})";

    private static string One(string word) =>
        Regex.Escape(word).Replace("\\*", ".*", StringComparison.Ordinal);
}
