using Hcos.Bsl.Placement.Filtering;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>One objective in the table of them, as it is prepared for a request.</summary>
internal interface IObjectiveRow
{
    void Prepare(Scan scan);

    /// <summary>Adds its weighted values to the scores of a block, where rows are left.</summary>
    void Add(Block block, float weight, ulong[] left);

    /// <summary>Adds the most that its weighted values can be to a sum for each word.</summary>
    void AddMost(float[] sums, float weight);

    /// <summary>Its value in one row.</summary>
    float ValueOf(int row);
}
