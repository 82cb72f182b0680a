using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance.Bus;

/// <summary>What every message bus promises when layers come and go, throw, or are slow.</summary>
public abstract class BusFaultConformance<TFixture> : BusConformance<TFixture>
    where TFixture : IMessageBusFixture, new()
{
    [Fact]
    public async Task Sending_to_a_layer_that_is_not_connected_neither_throws_nor_waits()
    {
        var sending = Task.WhenAll(
            Bus.SendAsync("nowhere", [BusSamples.Command("nowhere", 1)], Cancellation),
            Bus.PublishAsync(BusSamples.Batch("nowhere", 1, 1), Cancellation),
            Bus.AnnounceAsync(BusSamples.Head("nowhere", 1), Cancellation),
            Bus.RequestReplayAsync(new ReplayRequest("nowhere", 1, "red"), Cancellation),
            Bus.ReplayAsync("nowhere", BusSamples.Batch("blue", 1, 1), Cancellation),
            Bus.ReplayAsync("nowhere", BusSamples.Head("blue", 1), Cancellation));

        await UntilAsync(() => sending.IsCompleted, "the end of sending");
        await sending;
        Assert.True(sending.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_receiver_that_throws_harms_nobody_and_gets_what_comes_next()
    {
        var red = await ConnectAsync("red", "blue");
        var green = await ConnectAsync("green", "blue");
        red.First = (message, _) =>
            message is EventBatch { First: 2 } or IReadOnlyList<CommandEnvelope> or ReplayRequest
            ? throw new InvalidOperationException("thrown on purpose")
            : default;
        await Bus.SendAsync("red", [BusSamples.Command("red", 1)], Cancellation);
        await Bus.RequestReplayAsync(new ReplayRequest("red", 1, "green"), Cancellation);
        for (var i = 1; i <= 3; i++) await Bus.PublishAsync(BusSamples.Batch("blue", i, 1), Cancellation);

        await UntilAsync(() => red.Batches.Count >= 2 && green.Batches.Count >= 3, "the other batches");
        Assert.Equal([1L, 3L], red.Batches.Select(batch => batch.First));
        Assert.Equal([1L, 2L, 3L], green.Batches.Select(batch => batch.First));
    }

    [Fact]
    public async Task A_slow_receiver_delays_neither_the_sender_nor_other_layers()
    {
        var slow = await ConnectAsync("red", "blue");
        var quick = await ConnectAsync("green", "blue");
        var release = new TaskCompletionSource();
        slow.First = (_, token) => new ValueTask(release.Task.WaitAsync(token));
        for (var i = 1; i <= 200; i++) await Bus.PublishAsync(BusSamples.Batch("blue", i, 1), Cancellation);

        await UntilAsync(() => quick.Batches.Count >= 200, "200 batches at the quick one");
        Assert.Empty(slow.Batches);
        release.SetResult();
        await UntilAsync(() => slow.Batches.Count >= 200, "200 batches at the slow one");
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), slow.Batches.Select(batch => batch.First));
    }

    [Fact]
    public async Task A_layer_whose_events_wait_still_gets_commands_questions_and_replay_requests()
    {
        var red = await ConnectAsync("red", "blue");
        red.First = async (message, token) =>
        {
            if (message is EventBatch) await new TaskCompletionSource().Task.WaitAsync(token);
        };
        await Bus.PublishAsync(BusSamples.Batch("blue", 1, 1), Cancellation);
        await Bus.SendAsync("red", [BusSamples.Command("red", 1)], Cancellation);
        await Bus.RequestReplayAsync(new ReplayRequest("red", 1, "green"), Cancellation);
        var asked = Bus.AskAsync("red", new GetProbe(1), TimeSpan.FromSeconds(30), Cancellation);

        await UntilAsync(() => !red.Commands.IsEmpty && !red.ReplayRequests.IsEmpty, "a command and a request");
        Assert.Null(await EndOfAsync(asked));
        Assert.Empty(red.Batches);
    }

    [Fact]
    public async Task Nothing_arrives_after_disconnecting()
    {
        var gone = new RecordingReceiver();
        var connection = await Bus.ConnectAsync("red", ["blue"], gone, Cancellation);
        var witness = await ConnectAsync("green", "blue");
        await connection.DisposeAsync();
        await Bus.SendAsync("red", [BusSamples.Command("red", 1)], Cancellation);
        await Bus.PublishAsync(BusSamples.Batch("blue", 1, 1), Cancellation);
        await UntilAsync(() => !witness.Batches.IsEmpty, "the batch at the witness");

        var next = await ConnectAsync("red", "blue");
        await Bus.PublishAsync(BusSamples.Batch("blue", 2, 1), Cancellation);
        await Bus.SendAsync("red", [BusSamples.Command("red", 2)], Cancellation);
        await UntilAsync(() => next.Batches.Any(batch => batch.First == 2), "the new batch");
        await UntilAsync(() => next.Commands.Any(command => command.Body is DoProbe { Number: 2 }), "the new command");
        Assert.Empty(gone.Parts);
        Assert.Empty(gone.Commands);
    }

    [Fact]
    public async Task Whoever_connects_again_gets_what_is_sent_then_also_from_logs_it_did_not_consume_before()
    {
        for (var round = 1; round <= 3; round++)
        {
            var receiver = new RecordingReceiver();
            string[] logs = round == 1 ? ["blue"] : round == 2 ? ["blue", "yellow"] : ["yellow"];
            await using var connection = await Bus.ConnectAsync("red", logs, receiver, Cancellation);
            foreach (var log in logs) await Bus.PublishAsync(BusSamples.Batch(log, round, 1), Cancellation);
            await Bus.ReplayAsync("red", BusSamples.Head(logs[^1], round), Cancellation);

            await UntilAsync(() => receiver.Batches.Count >= logs.Length && !receiver.Heads.IsEmpty, $"round {round}");
            Assert.Equal(logs, receiver.Batches.Select(batch => batch.Log).Order(StringComparer.Ordinal));
        }
    }
}
