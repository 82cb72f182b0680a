using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Tests;

public sealed class RowSetTests
{
    private const int Length = 1_024;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1_024)]
    [InlineData(3, 5)]
    [InlineData(63, 65)]
    [InlineData(64, 128)]
    [InlineData(100, 1_000)]
    public void A_range_is_filled_from_its_first_row_to_before_its_end(int first, int end)
    {
        var rows = new RowSet(Length);

        rows.Fill(first, end);

        Assert.Equal(Enumerable.Range(first, end - first), RowsOf(rows));
    }

    [Fact]
    public void Sets_join_and_so_do_all_but_a_set()
    {
        var (even, thirds, all) = (new RowSet(Length), new RowSet(Length), new RowSet(Length));
        for (var row = 0; row < Length; row++) (even[row], thirds[row]) = (row % 2 == 0, row % 3 == 0);

        all.JoinAllBut(even);
        all.Join(thirds);
        even[4] = false;

        Assert.Equal(Enumerable.Range(0, Length).Where(row => row % 2 != 0 || row % 3 == 0), RowsOf(all));
        Assert.False(even[4]);
        Assert.True(even[6]);
    }

    [Fact]
    public void A_domain_has_the_same_rows_as_a_list_and_as_bits()
    {
        var domain = new Domain(Length);
        var expected = new SortedSet<int>();
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var row = random.Next(Length);
            if (expected.Add(row)) domain.Add(row);
            else if (expected.Remove(row)) domain.Remove(row);
            var rows = new RowSet(Length);
            domain.JoinTo(rows);
            Assert.Equal(expected, RowsOf(rows));
        }
    }

    private static IEnumerable<int> RowsOf(RowSet rows) => Enumerable.Range(0, Length).Where(row => rows[row]);
}
