using Hcos.Bsl.Placement.Filtering;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>One objective in the table of them.</summary>
/// <param name="Objective">Which.</param>
/// <param name="Add">Adds its weighted values to the scores of a block.</param>
/// <param name="ValueOf">Its value in one row.</param>
internal sealed record ObjectiveRow(
    Objective Objective, Action<Scan, Block, float> Add, Func<Scan, int, float> ValueOf)
{
    public static ObjectiveRow Of<TObjective>(Objective name, Func<Scan, TObjective> objective)
        where TObjective : struct, IObjective => new(
            name,
            (scan, block, weight) => block.Add(objective(scan), weight),
            (scan, row) => objective(scan).Values(row & -Lanes.Count)[row % Lanes.Count]);
}
