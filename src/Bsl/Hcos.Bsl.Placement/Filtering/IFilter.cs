namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Says of 64 rows at once which of them cannot be chosen.</summary>
internal interface IFilter
{
    /// <summary>Whether it reads a bit of each row only, so that asking of all rows costs next to nothing.</summary>
    static abstract bool ReadsBits { get; }

    /// <summary>One in the bits of rows that cannot be chosen.</summary>
    ulong Fails(int word);
}
