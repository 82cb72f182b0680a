using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Tests.Layers;

public sealed class CommandMemoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Beyond = TimeSpan.FromSeconds(30);
    private readonly CommandMemory _memory = new(Beyond);

    [Fact]
    public void An_answered_command_is_remembered_until_its_time_and_the_reserve_are_over()
    {
        var (command, until) = (Id("one"), Start.AddSeconds(10));
        _memory.Pass(Start);
        _memory.Answered(command, until);
        WaitUntil(until + Beyond);
        Assert.True(_memory.IsAnswered(command));
        _memory.Forget(until + Beyond + TimeSpan.FromTicks(1));
        Assert.False(_memory.IsAnswered(command));
        Assert.Equal(0, _memory.Count);
    }

    [Fact]
    public void A_clock_that_is_set_ahead_lets_no_answer_be_forgotten_before_the_reserve_was_waited_for()
    {
        _memory.Pass(Start);
        _memory.Answered(Id("one"), Start);
        var late = Start.AddHours(1);
        _memory.Forget(late);
        Assert.True(_memory.IsAnswered(Id("one")));
        WaitUntil(late + Beyond - TimeSpan.FromSeconds(6));
        Assert.True(_memory.IsAnswered(Id("one")));
        WaitUntil(late + Beyond);
        Assert.False(_memory.IsAnswered(Id("one")));
    }

    [Fact]
    public void A_command_of_several_events_is_remembered_from_the_first_of_them_once()
    {
        _memory.Answered(Id("one"), Start);
        _memory.Answered(Id("one"), Start.AddHours(1));
        Assert.Equal((Id("one"), Start + Beyond), Assert.Single(Pairs(_memory.AllAnswered())));
    }

    [Fact]
    public void A_mark_holds_to_its_last_moment_for_its_stream_alone()
    {
        _memory.Gone("order-a", Start);
        Assert.True(_memory.IsGone("order-a", Start));
        Assert.False(_memory.IsGone("order-a", Start.AddTicks(1)));
        Assert.False(_memory.IsGone("order-b", Start));
    }

    [Fact]
    public void Marks_are_forgotten_when_they_are_over_and_not_before()
    {
        _memory.Gone("order-a", Start);
        _memory.Gone("order-b", Start.AddSeconds(5));
        _memory.Forget(Start);
        Assert.Equal(["order-a", "order-b"], _memory.AllGone().Select(mark => mark.Key));
        _memory.Forget(Start.AddTicks(1));
        Assert.Equal(("order-b", Start.AddSeconds(5)), Assert.Single(Pairs(_memory.AllGone())));
        _memory.Forget(Start.AddSeconds(6));
        Assert.Empty(_memory.AllGone());
    }

    [Fact]
    public void A_mark_that_was_prolonged_outlives_its_first_time()
    {
        _memory.Gone("order-a", Start);
        _memory.Gone("order-a", Start.AddSeconds(5));
        _memory.Forget(Start.AddSeconds(5));
        Assert.True(_memory.IsGone("order-a", Start.AddSeconds(5)));
        _memory.Forget(Start.AddSeconds(6));
        Assert.Empty(_memory.AllGone());
    }

    [Fact]
    public void What_is_remembered_is_listed_in_one_order_however_it_came()
    {
        Guid[] commands = [.. Enumerable.Range(0, 5).Select(number => Id($"{number}")).Order()];
        foreach (var command in commands.Reverse()) _memory.Answered(command, Start);
        _memory.Answered(Id("earlier"), Start.AddSeconds(-1));
        foreach (var stream in new[] { "c", "a", "b" }) _memory.Gone(stream, Start);
        Assert.Equal([Id("earlier"), .. commands], _memory.AllAnswered().Select(item => item.Key));
        Assert.Equal(["a", "b", "c"], _memory.AllGone().Select(mark => mark.Key));
    }

    /// <summary>Time goes on as it does for somebody who is there.</summary>
    private void WaitUntil(DateTimeOffset end)
    {
        for (var now = Start; now < end; now = now.AddSeconds(1)) _memory.Forget(now);
        _memory.Forget(end);
    }

    private static Guid Id(string name) => DerivedId.From("command", name);

    private static IEnumerable<(TKey, TValue)> Pairs<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs) =>
        pairs.Select(pair => (pair.Key, pair.Value));
}
