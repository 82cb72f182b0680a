using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement.Tables;

/// <summary>An amount of capacity with what it is in further dimensions.</summary>
/// <param name="Amount">Processors, memory, disk.</param>
/// <param name="Further">The rest by name; null is nothing.</param>
internal readonly record struct Claimed(Capacity Amount, IReadOnlyDictionary<string, long>? Further)
{
    /// <summary>How much it is in a further dimension.</summary>
    public long Of(string name) => Further is not null && Further.TryGetValue(name, out var amount) ? amount : 0;

    /// <summary>This with so many times the other.</summary>
    public Claimed Plus(Capacity amount, IReadOnlyCollection<KeyValuePair<string, long>> further, int times)
    {
        var sum = times > 0 ? Amount + amount : Amount - amount;
        if (further.Count == 0) return new(sum, Further);
        var sums = Further is null
            ? new Dictionary<string, long>(StringComparer.Ordinal)
            : new Dictionary<string, long>(Further, StringComparer.Ordinal);
        foreach (var (name, value) in further) sums[name] = sums.GetValueOrDefault(name) + (times * value);
        return new(sum, sums);
    }
}
