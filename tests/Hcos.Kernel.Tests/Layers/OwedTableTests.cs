using Hcos.Kernel.Deciding;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Tests.Layers;

public sealed class OwedTableTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly OwedTable _table = new(new LayerOptions());

    [Fact]
    public void What_is_due_comes_by_its_time_and_at_one_time_in_the_order_of_asking()
    {
        foreach (var name in new[] { "late", "first", "second", "third" })
        {
            _table.Add(Entry(name), name == "late" ? Start.AddSeconds(1) : Start);
        }

        Assert.Equal(Start, _table.NextDue);
        Assert.Equal(["first", "second", "third"], Due(Start));
        Assert.Equal(["late"], Due(Start.AddSeconds(1)));
    }

    [Fact]
    public void A_new_time_takes_the_place_of_the_one_before()
    {
        var entry = Entry("a");
        _table.Add(entry, Start);
        _table.Schedule(entry, Start.AddSeconds(2));
        Assert.Empty(Due(Start.AddSeconds(1)));
        Assert.Equal(["a"], Due(Start.AddSeconds(2)));
        Assert.Empty(Due(Start.AddSeconds(9)));
    }

    [Fact]
    public void What_is_forgotten_is_never_due_and_known_under_no_name()
    {
        var (entry, id) = (Entry("a"), DerivedId.From("a"));
        _table.Add(entry, Start);
        _table.BeginAttempt(entry, id, 1, Start);
        Assert.Same(entry, _table.ByCommand(id));
        Assert.Equal(0, _table.Forget(entry));
        Assert.Empty(Due(Start.AddHours(1)));
        Assert.Null(_table.ByCommand(id));
        Assert.Empty(_table.Of("a"));
        Assert.Empty(_table.Entries);
    }

    [Fact]
    public void An_answer_to_an_earlier_attempt_meets_nobody()
    {
        var entry = Entry("a");
        _table.Add(entry, Start);
        _table.BeginAttempt(entry, DerivedId.From("one"), 1, Start);
        entry.IsOver = entry.IsAnswered = true;
        entry.Tries = 3;
        _table.BeginAttempt(entry, DerivedId.From("two"), 2, Start.AddSeconds(5));
        Assert.Null(_table.ByCommand(DerivedId.From("one")));
        Assert.Same(entry, _table.ByCommand(DerivedId.From("two")));
        Assert.Equal((2, 0, false, false), (entry.Attempt, entry.Tries, entry.IsOver, entry.IsAnswered));
    }

    [Fact]
    public void Effects_on_one_subject_run_one_after_the_other_and_on_two_beside_each_other()
    {
        var (first, second, other) = (Effect("a"), Effect("b"), Effect("c"));
        foreach (var entry in new[] { first, second, other }) _table.Add(entry, Start);
        Assert.Equal(3, Due(Start).Count);
        Assert.True(_table.TryBeginRun(first, "disk"));
        Assert.False(_table.TryBeginRun(second, "disk"));
        Assert.True(_table.TryBeginRun(other, "net"));
        Assert.Equal((1L, 0L, 2L), (first.Run, second.Run, other.Run));
        Assert.Equal(2, _table.RunningCount);

        Assert.Same(first, _table.EndRun(1, Start));
        Assert.Equal(["b"], Due(Start));
        Assert.True(_table.TryBeginRun(second, "disk"));
        Assert.Null(_table.EndRun(1, Start));
    }

    [Fact]
    public void A_run_that_is_forgotten_is_given_back_and_keeps_its_subject_until_it_returns()
    {
        var (first, second) = (Effect("a"), Effect("b"));
        foreach (var entry in new[] { first, second }) _table.Add(entry, Start);
        Assert.True(_table.TryBeginRun(first, "disk"));
        Assert.Equal(1, _table.Forget(first));
        Assert.False(_table.TryBeginRun(second, "disk"));
        Assert.True(_table.EndRun(1, Start)!.IsForgotten);
        Assert.True(_table.TryBeginRun(second, "disk"));
    }

    [Fact]
    public void The_pause_doubles_from_a_second_to_a_minute_give_or_take_a_quarter()
    {
        var entry = Entry("a");
        var waits = new List<double>();
        for (entry.Tries = 1; entry.Tries <= 20; entry.Tries++)
        {
            waits.Add((_table.AfterBackoff(entry, Start) - Start).TotalSeconds);
        }

        for (var index = 0; index < waits.Count; index++)
        {
            var mean = Math.Min(60, Math.Pow(2, index));
            Assert.InRange(waits[index], mean * 0.75, mean * 1.25);
        }
    }

    [Fact]
    public void Pauses_of_different_things_differ_and_those_of_the_same_are_the_same()
    {
        var pauses = Enumerable.Range(0, 20).Select(number => Pause($"{number}")).ToList();
        Assert.Equal(20, pauses.Distinct().Count());
        Assert.Equal(pauses[7], Pause("7"));
        Assert.NotEqual(Pause("7"), Pause("7", attempt: 2));
    }

    private DateTimeOffset Pause(string name, int attempt = 1)
    {
        var entry = Entry(name);
        (entry.Attempt, entry.Tries) = (attempt, 1);
        return _table.AfterBackoff(entry, Start);
    }

    private List<string> Due(DateTimeOffset now)
    {
        var due = new List<string>();
        while (_table.TryTakeDue(now, out var entry)) due.Add(entry.Stream);
        return due;
    }

    private static OwedEntry Entry(string stream) => Entry(stream, new Pending.Timer("timer", Start));

    private static OwedEntry Effect(string stream) => Entry(stream, new Pending.Effect(
        "effect", stream == "c" ? "net" : "disk", new object(), IsChanging: true));

    private static OwedEntry Entry(string stream, Pending what) =>
        new(stream, what, MessageContext.First(DerivedId.From(stream)), 1);
}
