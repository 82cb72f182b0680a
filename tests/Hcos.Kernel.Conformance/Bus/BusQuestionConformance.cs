using Hcos.Kernel.Bus;

namespace Hcos.Kernel.Conformance.Bus;

/// <summary>What every message bus promises about questions.</summary>
public abstract class BusQuestionConformance<TFixture> : BusConformance<TFixture>
    where TFixture : IMessageBusFixture, new()
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_question_is_answered_by_the_layer_that_was_asked()
    {
        var red = await ConnectAsync("red");
        var green = await ConnectAsync("green");
        red.Answer = question => new ProbeAnswer(((GetProbe)question).Number, BusSamples.IdOf(1), ["a", "b"]);

        var answer = await EndOfAsync(Bus.AskAsync("red", new GetProbe(42), Long, Cancellation));
        Assert.NotNull(answer);
        Assert.Equal(42, answer.Number);
        Assert.Equal(BusSamples.IdOf(1), answer.Probe);
        Assert.Equal(["a", "b"], answer.Words);
        Assert.Empty(green.Questions);
    }

    [Fact]
    public async Task Nothing_is_an_answer_too()
    {
        await ConnectAsync("red");
        Assert.Null(await EndOfAsync(Bus.AskAsync("red", new GetProbe(1), Long, Cancellation)));
    }

    [Fact]
    public async Task Questions_do_not_wait_for_each_other()
    {
        var red = await ConnectAsync("red");
        var never = new TaskCompletionSource();
        red.First = (question, token) =>
            question is GetProbe { Number: 1 } ? new ValueTask(never.Task.WaitAsync(token)) : default;
        red.Answer = question => new ProbeAnswer(((GetProbe)question).Number, BusSamples.IdOf(1), []);

        var first = Bus.AskAsync("red", new GetProbe(1), Long, Cancellation);
        await UntilAsync(() => !red.Questions.IsEmpty, "the first question");
        var second = await EndOfAsync(Bus.AskAsync("red", new GetProbe(2), Long, Cancellation));
        Assert.Equal(2, second?.Number);
        Assert.False(first.IsCompleted);
        never.SetResult();
        Assert.Equal(1, (await EndOfAsync(first))?.Number);
    }

    [Fact]
    public async Task A_question_to_a_layer_that_is_not_there_times_out()
    {
        await Assert.ThrowsAsync<TimeoutException>(
            () => EndOfAsync(Bus.AskAsync("nowhere", new GetProbe(1), Short, Cancellation)));
    }

    [Fact]
    public async Task A_question_that_is_not_answered_times_out()
    {
        var red = await ConnectAsync("red");
        red.First = async (_, token) => await new TaskCompletionSource().Task.WaitAsync(token);

        await Assert.ThrowsAsync<TimeoutException>(
            () => EndOfAsync(Bus.AskAsync("red", new GetProbe(1), Short, Cancellation)));
    }

    [Fact]
    public async Task A_question_that_the_receiver_fails_on_says_so_without_waiting_for_the_deadline()
    {
        var red = await ConnectAsync("red");
        red.Answer = _ => throw new InvalidOperationException("the receiver's own affair");

        var failure = await Assert.ThrowsAsync<QuestionFailedException>(
            () => EndOfAsync(Bus.AskAsync("red", new GetProbe(1), Long, Cancellation)));
        Assert.Equal("red", failure.Layer);
        Assert.Equal("probe.get.v1", failure.Question);
        Assert.DoesNotContain("own affair", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_can_give_up()
    {
        await ConnectAsync("red");
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asked = Bus.AskAsync("nowhere", new GetProbe(1), Long, giveUp.Token);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndOfAsync(asked));
    }
}
