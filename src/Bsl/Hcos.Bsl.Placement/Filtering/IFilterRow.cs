namespace Hcos.Bsl.Placement.Filtering;

/// <summary>One reason in the table of filters, as it is prepared for a request.</summary>
internal interface IFilterRow
{
    /// <summary>What it rejects for.</summary>
    Rejection Reason { get; }

    /// <summary>See <see cref="IFilter.ReadsBits"/>.</summary>
    bool ReadsBits { get; }

    /// <summary>Reads the request; answers whether it and the candidates have anything to do with the reason.</summary>
    bool Prepare(Scan scan);

    /// <summary>Takes the rows that fail out of those that are left, and counts them.</summary>
    int Reject(ulong[] left, int words);

    /// <summary>The rows of a word that fail, by this reason alone.</summary>
    ulong Fails(int word);
}
