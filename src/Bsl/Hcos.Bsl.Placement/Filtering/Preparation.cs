using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Spreads what a request tells of single candidates and groups over columns.</summary>
internal static class Preparation
{
    private static readonly LaneColumn<float> One = LaneColumn<float>.Same(1f);

    public static int[] Refused(PlacementRequest request, CandidateTable table, ScratchColumns scratch)
    {
        var marks = scratch.Numbers();
        foreach (var key in request.Refused)
        {
            var row = table.RowOf(key);
            if (row >= 0) marks[row] = 1;
        }

        return marks;
    }

    /// <summary>Rows that hard rules forbid: where a group is not, and where a group is.</summary>
    public static (int[] Apart, int[] Together) Hard(
        PlacementRequest request, CandidateTable table, ScratchColumns scratch)
    {
        int[] apart = [], together = [];
        foreach (var rule in request.Rules)
        {
            // A group that is nowhere yet binds nobody.
            if (!rule.IsHard || rule.Members.Count == 0) continue;
            if (rule.IsTogether) apart = apart.Length == 0 ? scratch.Numbers() : apart;
            else together = together.Length == 0 ? scratch.Numbers() : together;
            MarkOccupied(rule, table, rule.IsTogether ? apart : together);
        }

        return (apart, together);
    }

    private static void MarkOccupied(GroupRule rule, CandidateTable table, int[] marks)
    {
        var members = new Occupancy(rule.Members, rule.Level, table);
        int MarkOf(int count) => (count > 0) == rule.IsTogether ? 0 : 1;
        var places = table.Columns.Places;
        var byPlace = new int[places.Count];
        for (var place = 0; place < byPlace.Length; place++) byPlace[place] = MarkOf(members.InPlace(place));
        // Rows of members are told apart: alone in a place that has no name, they differ from the others there.
        var own = members.Rows.Select(row => (Row: row, Mark: marks[row] | MarkOf(members.At(row)))).ToList();
        PlaceLookup.Or(marks, places.Numbers, byPlace);
        foreach (var (row, mark) in own) marks[row] = mark;
    }

    /// <summary>Network cards, and rows where a dimension that people made up lacks.</summary>
    public static (long Ports, int[] MadeUp) Further(
        PlacementRequest request, CandidateTable table, ScratchColumns scratch)
    {
        var ports = 0L;
        int[] lacks = [];
        foreach (var (name, need) in request.Further)
        {
            if (name == Dimensions.Ports) ports += need;
            if (name == Dimensions.Ports || need <= 0) continue;
            lacks = lacks.Length == 0 ? scratch.Numbers() : lacks;
            var free = table.Columns.Further.TryGetValue(name, out var column) ? column.Exact : null;
            for (var row = 0; row < lacks.Length; row++)
            {
                if (free is null || free[row] < need) lacks[row] = 1;
            }
        }

        return (ports, lacks);
    }

    /// <summary>1 / (1 + members in the same place), in the mean of host, cluster, pod and zone.</summary>
    public static LaneColumn<float> Spread(PlacementRequest request, CandidateTable table, ScratchColumns scratch)
    {
        if (request.Group.Count == 0) return One;
        var values = scratch.Values(0f);
        Occupancy[] levels =
        [
            new(request.Group, DomainLevel.Host, table),
            new(request.Group, DomainLevel.Cluster, table),
            new(request.Group, DomainLevel.Pod, table),
            new(request.Group, DomainLevel.Zone, table),
        ];
        LookUp(values, table, place => Mean(levels, level => level.InPlace(place)));
        foreach (var row in levels[0].Rows) values[row] = Mean(levels, level => level.At(row));
        return LaneColumn<float>.Of(values);
    }

    private static float Mean(Occupancy[] levels, Func<Occupancy, int> count)
    {
        var sum = 0f;
        foreach (var level in levels) sum += 1f / (1 + count(level));
        return sum * 0.25f;
    }

    private static void LookUp(float[] values, CandidateTable table, Func<int, float> valueOf)
    {
        var places = table.Columns.Places;
        var byPlace = new float[places.Count];
        for (var place = 0; place < byPlace.Length; place++) byPlace[place] = valueOf(place);
        PlaceLookup.Add(values, places.Numbers, byPlace);
    }

    /// <summary>Half for the image, half for the share of data that is there; what is not asked for is near.</summary>
    public static LaneColumn<float> Locality(PlacementRequest request, CandidateTable table, ScratchColumns scratch)
    {
        if (request.Image is null && request.Data.Count == 0) return One;
        var values = scratch.Values((request.Image is null ? 0.5f : 0f) + (request.Data.Count == 0 ? 0.5f : 0f));
        if (request.Image is { } image && table.Columns.Images.Find(image) is var (word, bit))
        {
            for (var row = 0; row < values.Length; row++)
            {
                if ((word[row] & bit) != 0) values[row] += 0.5f;
            }
        }

        var all = 0L;
        foreach (var (_, bytes) in request.Data) all += bytes;
        foreach (var (key, bytes) in request.Data)
        {
            var row = table.RowOf(key);
            if (row >= 0 && all > 0) values[row] += 0.5f * ((float)bytes / all);
        }

        return LaneColumn<float>.Of(values);
    }

    /// <summary>1 where it was, 0.5 where its group is.</summary>
    public static LaneColumn<float> Churn(PlacementRequest request, CandidateTable table, ScratchColumns scratch)
    {
        if (request.Former is null && request.Group.Count == 0) return One;
        var values = scratch.Values(0f);
        foreach (var (key, _) in request.Group)
        {
            var row = table.RowOf(key);
            if (row >= 0) values[row] = 0.5f;
        }

        var former = request.Former is { } was ? table.RowOf(was) : -1;
        if (former >= 0) values[former] = 1f;
        return LaneColumn<float>.Of(values);
    }

    /// <summary>The mean of all rules that are wishes: how far each is met.</summary>
    public static LaneColumn<float> Affinity(PlacementRequest request, CandidateTable table, ScratchColumns scratch)
    {
        var wishes = 0;
        foreach (var rule in request.Rules) wishes += rule.IsHard || rule.Members.Count == 0 ? 0 : 1;
        if (wishes == 0) return One;
        var values = scratch.Values(0f);
        var share = 1f / wishes;
        foreach (var rule in request.Rules)
        {
            if (rule.IsHard || rule.Members.Count == 0) continue;
            var members = new Occupancy(rule.Members, rule.Level, table);
            float PartOf(int count) => share * (rule.IsTogether ? (count > 0 ? 1f : 0f) : 1f / (1 + count));
            var places = table.Columns.Places;
            var byPlace = new float[places.Count];
            for (var place = 0; place < byPlace.Length; place++) byPlace[place] = PartOf(members.InPlace(place));
            var own = members.Rows.Select(row => (Row: row, Value: values[row] + PartOf(members.At(row)))).ToList();
            PlaceLookup.Add(values, places.Numbers, byPlace);
            foreach (var (row, value) in own) values[row] = value;
        }

        return LaneColumn<float>.Of(values);
    }
}
