using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement;

/// <summary>Depth first over requests from the largest to the smallest, with as many tries as are allowed.</summary>
internal sealed class GroupSearch
{
    private readonly IReadOnlyList<PlacementRequest> _requests;
    private readonly CandidateTable _table;
    private readonly PlacementPolicy _policy;
    private readonly int[] _order;
    private readonly PlacementOutcome?[] _outcomes;
    private readonly int _mostTries;
    private int _tried;
    private int _deepest = -1;

    public GroupSearch(IReadOnlyList<PlacementRequest> requests, CandidateTable table, PlacementPolicy policy)
    {
        (_requests, _table, _policy) = (requests, table, policy);
        _outcomes = new PlacementOutcome?[requests.Count];
        _mostTries = requests.Count + PlacementEngine.MostRepairs;
        _order = Order(requests, table);
    }

    public GroupOutcome Run()
    {
        var isPlaced = Place(0);
        for (var depth = _order.Length - 1; depth >= 0; depth--) Take(depth);
        return new(
            isPlaced,
            isPlaced ? [.. Found] : [],
            isPlaced ? -1 : _order[_deepest],
            _tried,
            !isPlaced && _tried >= _mostTries);
    }

    private List<PlacementOutcome> Found { get; } = [];

    private bool Place(int depth)
    {
        if (depth == _order.Length)
        {
            Found.AddRange(_outcomes!);
            return true;
        }

        var refused = new List<CandidateKey>(_requests[_order[depth]].Refused);
        while (_tried < _mostTries)
        {
            _tried++;
            var outcome = PlacementEngine.Place(AmongOthers(depth) with { Refused = refused }, _table, _policy);
            if (outcome.Decision is not { } decision)
            {
                _deepest = Math.Max(_deepest, depth);
                return false;
            }

            var key = new CandidateKey(decision.Environment, decision.Host);
            Give(depth, key, outcome);
            if (Place(depth + 1)) return true;
            Take(depth);
            refused.Add(key);
        }

        _deepest = Math.Max(_deepest, depth);
        return false;
    }

    private void Give(int depth, CandidateKey key, PlacementOutcome outcome)
    {
        _outcomes[_order[depth]] = outcome;
        _table.Claim(key, outcome.Amount, _requests[_order[depth]].Further);
    }

    private void Take(int depth)
    {
        if (_outcomes[_order[depth]] is not { Decision: { } decision } outcome) return;
        var key = new CandidateKey(decision.Environment, decision.Host);
        _table.Release(key, outcome.Amount, _requests[_order[depth]].Further);
        _outcomes[_order[depth]] = null;
    }

    /// <summary>The request, with those that are placed before it counted in its rules.</summary>
    private PlacementRequest AmongOthers(int depth)
    {
        var request = _requests[_order[depth]];
        if (request.Rules.Count == 0) return request with { Group = [.. request.Group, .. PlacedOfSame(depth)] };
        var rules = new List<GroupRule>(request.Rules.Count);
        foreach (var rule in request.Rules)
        {
            rules.Add(rule with { Members = [.. rule.Members, .. PlacedIn(rule.Group, depth)] });
        }

        return request with { Rules = rules, Group = [.. request.Group, .. PlacedOfSame(depth)] };
    }

    private List<KeyValuePair<CandidateKey, int>> PlacedIn(string group, int depth)
    {
        var placed = new List<KeyValuePair<CandidateKey, int>>();
        for (var before = 0; before < depth; before++)
        {
            if (_requests[_order[before]].Joins.Contains(group)) placed.Add(new(KeyAt(before), 1));
        }

        return placed;
    }

    /// <summary>Those that share a group with the request; it spreads from them.</summary>
    private List<KeyValuePair<CandidateKey, int>> PlacedOfSame(int depth)
    {
        var placed = new List<KeyValuePair<CandidateKey, int>>();
        var joins = _requests[_order[depth]].Joins;
        if (joins.Count == 0) return placed;
        for (var before = 0; before < depth; before++)
        {
            if (_requests[_order[before]].Joins.Any(joins.Contains)) placed.Add(new(KeyAt(before), 1));
        }

        return placed;
    }

    private CandidateKey KeyAt(int depth)
    {
        var decision = _outcomes[_order[depth]]!.Decision!;
        return new(decision.Environment, decision.Host);
    }

    /// <summary>The largest first, by its share of the largest candidate; of equal ones the earlier.</summary>
    private static int[] Order(IReadOnlyList<PlacementRequest> requests, CandidateTable table)
    {
        var most = new Capacity(1, 1, 1);
        for (var row = 0; row < table.Count; row++)
        {
            var total = table.At(row).Total;
            most = new(
                Math.Max(most.Vcpus, total.Vcpus),
                Math.Max(most.MemoryBytes, total.MemoryBytes),
                Math.Max(most.DiskBytes, total.DiskBytes));
        }

        double SizeOf(int index) => Math.Max(
            (double)requests[index].Vcpus / most.Vcpus, (double)requests[index].MemoryBytes / most.MemoryBytes);
        return [.. Enumerable.Range(0, requests.Count).OrderByDescending(SizeOf)];
    }
}
