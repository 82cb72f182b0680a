using Hcos.Bsl.Placement.Filtering;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>One objective in the table of them, as it is prepared for a request.</summary>
internal interface IObjectiveRow
{
    void Prepare(Scan scan);

    /// <summary>Adds its weighted values to the scores of a block, where rows are left.</summary>
    void Add(Block block, float weight, ulong[] left);

    /// <summary>Its value in one row.</summary>
    float ValueOf(int row);
}
