namespace Hcos.Kernel.Stores;

/// <summary>
/// What a log leads to at one position, kept so that its owner need not read it from the beginning. It can always be
/// done without: the log is the truth.
/// </summary>
/// <param name="Position">The position up to which the log is folded in it.</param>
/// <param name="Shape">Which code can read it; compared for equality only.</param>
/// <param name="Data">The states, in a form that is its writer's affair.</param>
public sealed record LogSnapshot(long Position, string Shape, byte[] Data);
