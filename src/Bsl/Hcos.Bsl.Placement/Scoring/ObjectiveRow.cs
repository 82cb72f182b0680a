using Hcos.Bsl.Placement.Filtering;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>One objective; it is 1 everywhere when the request tells nothing of it.</summary>
internal sealed class ObjectiveRow<TObjective>(Func<Scan, bool> applies, Func<Scan, TObjective> objective)
    : IObjectiveRow
    where TObjective : struct, IObjective
{
    private TObjective _objective;
    private bool _applies;

    public void Prepare(Scan scan)
    {
        _applies = applies(scan);
        if (_applies) _objective = objective(scan);
    }

    public void Add(Block block, float weight, ulong[] left)
    {
        if (_applies) block.Add(in _objective, weight, left);
        else block.Add(new Same(1f), weight, left);
    }

    public float ValueOf(int row) =>
        _applies ? _objective.Values(row & -Lanes.Count)[row % Lanes.Count] : 1f;
}
