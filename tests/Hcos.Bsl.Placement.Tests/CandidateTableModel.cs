using Hcos.Contracts.Arml;
using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

/// <summary>
/// The table against a model that keeps nothing but what was told and claimed, and counts anew each time: after every
/// change every row must show the same.
/// </summary>
public sealed class CandidateTableModel
{
    private readonly CandidateTable _table = new();
    private readonly SortedDictionary<CandidateKey, Candidate> _told = [];
    private readonly Dictionary<CandidateKey, Capacity> _claimed = [];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void After_every_change_every_row_shows_what_is_free(int seed)
    {
        var random = new Random(seed);
        var mostRows = 0;

        for (var i = 0; i < 300; i++)
        {
            Change(random);
            Check();
            mostRows = Math.Max(mostRows, _table.Count);
        }

        Assert.True(mostRows > 5);
        Assert.NotEmpty(_claimed);
    }

    private void Change(Random random)
    {
        var key = Key(random.Next(1, 3), $"h{random.Next(8)}");
        var amount = new Capacity(random.Next(0, 9), random.Next(0, 9) * Gib, random.Next(0, 9) * Gib);
        switch (random.Next(6))
        {
            case 0 or 1:
                var told = new Candidate(
                    key,
                    key.Host,
                    new(random.Next(1, 99), random.Next(1, 99) * Gib, 500 * Gib),
                    new(random.Next(0, 5), 0, random.Next(0, 3) * Gib),
                    random.Next(2) == 0,
                    random.Next(3) switch { 0 => "p", 1 => "q", _ => null });
                _table.Put(told);
                _told[key] = told;
                break;
            case 2:
                _table.Withdraw(key);
                _told.Remove(key);
                break;
            case 3 or 4:
                _table.Claim(key, amount);
                _claimed[key] = _claimed.GetValueOrDefault(key) + amount;
                break;
            default:
                _table.Release(key, amount);
                _claimed[key] = _claimed.GetValueOrDefault(key) - amount;
                break;
        }
    }

    private void Check()
    {
        Assert.Equal(_told.Keys, _table.Keys.ToArray());
        for (var row = 0; row < _table.Count; row++)
        {
            var told = _told[_table.Keys[row]];
            Assert.Equal(told, _table.At(row));
            Assert.Equal(row, _table.RowOf(told.Key));
            Assert.Equal(Free(told), _table.FreeAt(row));
            var columns = _table.Columns;
            Assert.Equal(told.IsUsable, !columns.NotUsable[row]);
            Assert.Equal(
                told.Total,
                new Capacity(columns.Vcpus.Total[row], columns.Memory.Total[row], columns.Disk.Total[row]));
        }
    }

    private Capacity Free(Candidate told)
    {
        var own = _claimed.GetValueOrDefault(told.Key);
        var disk = told.DiskPool is null
            ? own.DiskBytes
            : _told.Values
                .Where(other => other.DiskPool == told.DiskPool && other.Key.Environment == told.Key.Environment)
                .Sum(other => _claimed.GetValueOrDefault(other.Key).DiskBytes);
        return told.Total - told.Foreign - (own with { DiskBytes = disk });
    }
}
