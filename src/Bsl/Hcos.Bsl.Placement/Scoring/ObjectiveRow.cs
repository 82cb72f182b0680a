using System.Runtime.Intrinsics;
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

    public void AddMost(float[] sums, float weight)
    {
        // Values are not negative: what counts against a row adds nothing at best.
        if (!(weight > 0f)) return;
        for (var word = 0; word < sums.Length; word += Lanes.Count)
        {
            var most = _applies ? _objective.Most(word) : Vector512<float>.One;
            var parts = most * weight;
            Lanes.Set(sums, word, Lanes.At(sums, word) + parts);
        }
    }

    public float ValueOf(int row) =>
        _applies ? _objective.Values(row & -Lanes.Count)[row % Lanes.Count] : 1f;
}
