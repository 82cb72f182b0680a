using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance.Bus;

/// <summary>What every message bus promises about commands and parts of logs.</summary>
public abstract class MessageBusConformance<TFixture> : BusConformance<TFixture>
    where TFixture : IMessageBusFixture, new()
{
    [Fact]
    public async Task Commands_arrive_complete_and_in_order()
    {
        var receiver = await ConnectAsync("red");
        for (var i = 0; i < 50; i++)
        {
            var commands = new[] { BusSamples.Command("red", i * 2), BusSamples.Command("red", i * 2 + 1) };
            await Bus.SendAsync("red", commands, Cancellation);
        }

        await UntilAsync(() => receiver.Commands.Count >= 100, "100 commands");
        var expected = Enumerable.Range(0, 100).Select(i => BusSamples.Command("red", i));
        Assert.Equal(expected, receiver.Commands);
    }

    [Fact]
    public async Task Batches_of_one_log_arrive_in_order_though_nobody_waits_between_them()
    {
        var receiver = await ConnectAsync("red", "blue");
        var sending = Enumerable.Range(0, 300).Select(i =>
            Bus.PublishAsync(BusSamples.Batch("blue", i * 3 + 1, 3), Cancellation));
        await Task.WhenAll(sending.ToList());

        await UntilAsync(() => receiver.Batches.Count >= 300, "300 batches");
        Assert.Equal(Enumerable.Range(0, 300).Select(i => i * 3L + 1), receiver.Batches.Select(batch => batch.First));
    }

    [Fact]
    public async Task A_batch_arrives_with_every_field()
    {
        var receiver = await ConnectAsync("red", "blue");
        var sent = BusSamples.Batch("blue", 10, 2);
        await Bus.PublishAsync(sent, Cancellation);

        await UntilAsync(() => !receiver.Batches.IsEmpty, "the batch");
        var got = Assert.Single(receiver.Batches);
        Assert.Equal(sent with { Events = [] }, got with { Events = [] });
        foreach (var (expected, actual) in sent.Events.Zip(got.Events, (a, b) => (a, b)))
        {
            Assert.Equivalent(expected, actual, strict: true);
            Assert.IsType<ProbeDone>(actual.Body);
        }

        Assert.Equal(2, got.Events.Count);
    }

    [Fact]
    public async Task A_layer_receives_only_the_logs_it_consumes()
    {
        var red = await ConnectAsync("red", "blue");
        var green = await ConnectAsync("green", "blue", "yellow");
        await Bus.PublishAsync(BusSamples.Batch("yellow", 1, 1), Cancellation);
        await Bus.AnnounceAsync(BusSamples.Head("yellow", 1), Cancellation);
        await UntilAsync(() => green.Parts.Count >= 2, "yellow's parts");
        await Bus.PublishAsync(BusSamples.Batch("blue", 1, 1), Cancellation);

        await UntilAsync(() => !red.Batches.IsEmpty && green.Parts.Count >= 3, "blue's batch");
        Assert.Equal("blue", Assert.IsType<EventBatch>(Assert.Single(red.Parts)).Log);
    }

    [Fact]
    public async Task Two_layers_that_consume_the_same_log_both_get_all_of_it()
    {
        var red = await ConnectAsync("red", "blue");
        var green = await ConnectAsync("green", "blue");
        for (var i = 1; i <= 50; i++) await Bus.PublishAsync(BusSamples.Batch("blue", i, 1), Cancellation);

        await UntilAsync(() => red.Batches.Count >= 50 && green.Batches.Count >= 50, "50 batches each");
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), red.Batches.Select(batch => batch.First));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), green.Batches.Select(batch => batch.First));
    }

    [Fact]
    public async Task A_head_arrives_behind_the_batches_before_it()
    {
        var receiver = await ConnectAsync("red", "blue");
        await Bus.PublishAsync(BusSamples.Batch("blue", 1, 200), Cancellation);
        await Bus.AnnounceAsync(BusSamples.Head("blue", 200), Cancellation);

        await UntilAsync(() => receiver.Parts.Count >= 2, "a batch and a head");
        Assert.Collection(
            receiver.Parts,
            part => Assert.IsType<EventBatch>(part),
            part => Assert.Equal(BusSamples.Head("blue", 200), part));
    }

    [Fact]
    public async Task A_replay_reaches_its_consumer_alone()
    {
        var red = await ConnectAsync("red", "blue");
        var green = await ConnectAsync("green", "blue");
        await Bus.ReplayAsync("red", BusSamples.Batch("blue", 1, 5), Cancellation);
        await Bus.ReplayAsync("red", BusSamples.Head("blue", 5), Cancellation);
        await UntilAsync(() => red.Parts.Count >= 2, "the replay");
        await Bus.PublishAsync(BusSamples.Batch("blue", 6, 1), Cancellation);

        await UntilAsync(() => !green.Parts.IsEmpty && red.Parts.Count >= 3, "the published batch");
        Assert.Equal([1L, 6L], red.Batches.Select(batch => batch.First));
        Assert.Equal(BusSamples.Head("blue", 5), Assert.Single(red.Heads));
        Assert.Equal(6, Assert.IsType<EventBatch>(Assert.Single(green.Parts)).First);
    }

    [Fact]
    public async Task A_replay_request_reaches_the_owner_of_the_log()
    {
        var blue = await ConnectAsync("blue");
        var green = await ConnectAsync("green", "blue");
        await Bus.RequestReplayAsync(new ReplayRequest("blue", 17, "red"), Cancellation);

        await UntilAsync(() => !blue.ReplayRequests.IsEmpty, "the request");
        Assert.Equal(new ReplayRequest("blue", 17, "red"), Assert.Single(blue.ReplayRequests));
        Assert.Empty(green.ReplayRequests);
    }

    [Fact]
    public async Task A_batch_of_500_events_of_2_kB_arrives_whole()
    {
        var receiver = await ConnectAsync("red", "blue");
        var sent = BusSamples.Batch("blue", 1, 500, wordLength: 2_000);
        await Bus.PublishAsync(sent, Cancellation);

        await UntilAsync(() => !receiver.Batches.IsEmpty, "the batch");
        var got = Assert.Single(receiver.Batches);
        Assert.Equal(sent.Events.Select(e => e.Position), got.Events.Select(e => e.Position));
        Assert.All(got.Events, e => Assert.Equal(2_000, Assert.IsType<ProbeDone>(e.Body).Words[0].Length));
    }

    [Fact]
    public async Task Nothing_is_shared_with_the_sender()
    {
        var receiver = await ConnectAsync("red", "blue");
        var second = await ConnectAsync("green", "blue");
        List<string> words = ["as it was"];
        var batch = BusSamples.Batch("blue", 1, 1) with { Events = [BusSamples.Event("blue", 1, words)] };
        var sending = Bus.PublishAsync(batch, Cancellation);
        words[0] = "changed behind the bus's back";
        await sending;

        await UntilAsync(() => !receiver.Batches.IsEmpty && !second.Batches.IsEmpty, "the batch");
        foreach (var read in new[] { receiver, second })
        {
            var body = Assert.IsType<ProbeDone>(Assert.Single(Assert.Single(read.Batches).Events).Body);
            Assert.Equal(["as it was"], body.Words);
            Assert.NotSame(words, body.Words);
        }
    }
}
