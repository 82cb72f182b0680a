using System.Runtime.CompilerServices;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rejects the rows of a set.</summary>
internal readonly struct SetFilter(RowSet rows) : IFilter
{
    private readonly ulong[] _words = rows.Words;

    public static bool ReadsBits => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Fails(int word) => _words[word];
}
