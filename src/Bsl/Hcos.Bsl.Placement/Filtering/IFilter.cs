using System.Runtime.Intrinsics;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Says of 16 rows at once which of them cannot be chosen.</summary>
internal interface IFilter
{
    /// <summary>All bits set in the lanes of rows that cannot be chosen.</summary>
    Vector512<int> Fails(int row);
}
