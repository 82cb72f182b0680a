using System.Runtime.Intrinsics;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>
/// Gives values of 0..1 to 16 rows at once. Only single operations of each row by itself: no sums across rows, no
/// fused operations, so that every machine gets the same bits.
/// </summary>
internal interface IObjective
{
    Vector512<float> Values(int row);

    /// <summary>
    /// For 16 words of 64 rows each: what no row of the word exceeds, to the bit. A choice passes over words that
    /// cannot have a better row than the one that it has.
    /// </summary>
    Vector512<float> Most(int word);
}
