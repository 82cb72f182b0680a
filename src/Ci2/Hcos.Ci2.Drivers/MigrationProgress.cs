namespace Hcos.Ci2.Drivers;

/// <summary>How far a move has come. A guest that writes makes what is left more again.</summary>
/// <param name="TotalBytes">Memory and disks that are to be moved, in bytes; 0 before that is known.</param>
/// <param name="LeftBytes">What of it is left, in bytes.</param>
/// <param name="Elapsed">For how long it has been under way.</param>
public sealed record MigrationProgress(long TotalBytes, long LeftBytes, TimeSpan Elapsed);
