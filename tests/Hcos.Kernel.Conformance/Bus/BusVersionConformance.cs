using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance.Bus;

/// <summary>What every message bus promises when the receiving end knows fewer messages than the sending one.</summary>
public abstract class BusVersionConformance<TFixture> : BusConformance<TFixture>
    where TFixture : IMessageBusFixture, new()
{
    /// <summary>The receiving end knows the kernel's own messages only.</summary>
    protected override MessageCatalog Reads { get; } = new([], []);

    [Fact]
    public async Task An_unknown_event_does_not_break_its_batch()
    {
        var receiver = await ConnectAsync("red", "blue");
        var settled = new CommandSettled(BusSamples.IdOf(1).Value, SettledCodes.Already, null);
        var batch = BusSamples.Batch("blue", 1, 1);
        await Bus.PublishAsync(
            batch with { Last = 2, Events = [batch.Events[0], BusSamples.Event("blue", 2, settled)] }, Cancellation);

        await UntilAsync(() => !receiver.Batches.IsEmpty, "the batch");
        Assert.Collection(
            Assert.Single(receiver.Batches).Events,
            unknown => Assert.Equal(new UnknownMessage("probe.done.v1"), unknown.Body),
            known => Assert.Equal(settled, known.Body));
    }

    [Fact]
    public async Task An_unknown_command_arrives_as_unknown_with_its_id()
    {
        var receiver = await ConnectAsync("red");
        var sent = BusSamples.Command("red", 1);
        await Bus.SendAsync("red", [sent], Cancellation);

        await UntilAsync(() => !receiver.Commands.IsEmpty, "the command");
        var got = Assert.Single(receiver.Commands);
        Assert.Equal(new UnknownMessage("probe.do.v1"), got.Body);
        Assert.Equal(sent.Context, got.Context);
    }

    [Fact]
    public async Task An_unknown_question_fails_without_waiting_for_the_deadline()
    {
        var receiver = await ConnectAsync("red");
        await Assert.ThrowsAsync<QuestionFailedException>(
            () => EndOfAsync(Bus.AskAsync("red", new GetProbe(1), TimeSpan.FromSeconds(30), Cancellation)));
        Assert.Empty(receiver.Questions);
    }
}
