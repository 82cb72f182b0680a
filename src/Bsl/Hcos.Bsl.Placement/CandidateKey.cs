using Hcos.Contracts.Cie;

namespace Hcos.Bsl.Placement;

/// <summary>The identity of a candidate. The order of keys decides ties: the smaller one wins.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Host">Native id of the host.</param>
public readonly record struct CandidateKey(EnvironmentId Environment, string Host) : IComparable<CandidateKey>
{
    /// <summary>By environment, then by host; the same on every machine.</summary>
    public int CompareTo(CandidateKey other)
    {
        var byEnvironment = Environment.Value.CompareTo(other.Environment.Value);
        return byEnvironment != 0 ? byEnvironment : string.CompareOrdinal(Host, other.Host);
    }

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(CandidateKey left, CandidateKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether the right one comes first.</summary>
    public static bool operator >(CandidateKey left, CandidateKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one does not come second.</summary>
    public static bool operator <=(CandidateKey left, CandidateKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the right one does not come second.</summary>
    public static bool operator >=(CandidateKey left, CandidateKey right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Environment}/{Host}";
}
