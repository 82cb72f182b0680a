namespace Hcos.Bsl.Placement;

/// <summary>One server goes from one host to another.</summary>
/// <param name="Server">Which.</param>
/// <param name="From">From where.</param>
/// <param name="To">To where.</param>
/// <param name="Bytes">What is carried.</param>
public sealed record ServerMove(string Server, CandidateKey From, CandidateKey To, long Bytes);
