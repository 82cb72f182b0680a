namespace Hcos.Bsl.Placement;

/// <summary>How a request stands to the servers of a named group: a server, a component or a system.</summary>
/// <param name="Group">Which group.</param>
/// <param name="IsTogether">Whether it wants to be where they are; else where they are not.</param>
/// <param name="Level">What counts as the same place.</param>
/// <param name="IsHard">Whether it would rather not be placed than against the rule; else it only scores.</param>
/// <param name="Members">How many servers of the group are on which candidate.</param>
public sealed record GroupRule(
    string Group,
    bool IsTogether,
    DomainLevel Level,
    bool IsHard,
    IReadOnlyList<KeyValuePair<CandidateKey, int>> Members);
