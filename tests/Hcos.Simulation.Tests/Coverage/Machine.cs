namespace Hcos.Simulation.Tests.Coverage;

/// <summary>One kind of thing with a life: its phases, and how the state of a stream shows them.</summary>
/// <param name="Layer">Whose it is.</param>
/// <param name="Family">The word its streams begin with.</param>
/// <param name="Decider">The type whose <c>Evolve</c> moves it.</param>
/// <param name="Phases">All phases there are.</param>
/// <param name="PhasesOf">Where the things in a stream stand, each under its name; null is no state yet.</param>
internal sealed record Machine(
    string Layer,
    string Family,
    Type Decider,
    IReadOnlyList<string> Phases,
    Func<object?, IEnumerable<KeyValuePair<string, string>>> PhasesOf)
{
    /// <summary>What something is before it is anything.</summary>
    public const string Absent = "Absent";

    /// <summary>What its transitions are told under; the last word where a stream holds several things.</summary>
    public string Name { get; init; } = $"{Layer}/{Family}";

    /// <summary>A stream that is one thing.</summary>
    public static Machine Of<TState>(
        string layer, string family, Type decider, IEnumerable<string> phases, Func<TState, string> phase)
        where TState : class => new(
        layer, family, decider, [Absent, .. phases],
        state => [new("", state is TState known ? phase(known) : Absent)]);
}
