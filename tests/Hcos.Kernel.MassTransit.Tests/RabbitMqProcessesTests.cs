using System.Diagnostics;
using Hcos.Kernel.Conformance.Bus;
using Hcos.Kernel.MassTransit.Transports;
using Hcos.Kernel.Messages;
using Hcos.Testing.RabbitMq;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Kernel.MassTransit.Tests;

/// <summary>What only a bus between processes has to promise; each bus here stands for a process.</summary>
[Trait("Needs", "rabbitmq")]
public sealed class RabbitMqProcessesTests : IAsyncDisposable
{
    private static readonly MessageCatalog Catalog = new([typeof(DoProbe).Assembly], []);
    private readonly RabbitMqBusFixture _fixture = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_process_that_is_not_connected_takes_no_commands_from_the_owner()
    {
        await using var sender = await StartAsync();
        await using var standby = await StartAsync();
        await using var owner = await StartAsync();
        var receiver = new RecordingReceiver();
        await owner.ConnectAsync("red", [], receiver, Cancellation);
        for (var i = 0; i < 100; i++) await sender.SendAsync("red", [BusSamples.Command("red", i)], Cancellation);

        await UntilAsync(() => receiver.Commands.Count >= 100);
        Assert.Equal(
            Enumerable.Range(0, 100), receiver.Commands.Select(command => ((DoProbe)command.Body).Number));
    }

    [Fact]
    public async Task The_next_owner_gets_what_is_sent_from_then_on_and_nothing_that_was_sent_before()
    {
        await using var sender = await StartAsync();
        var first = await StartAsync();
        await first.ConnectAsync("red", ["blue"], new RecordingReceiver(), Cancellation);
        await first.DisposeAsync();
        await sender.SendAsync("red", [BusSamples.Command("red", 1)], Cancellation);
        await sender.PublishAsync(BusSamples.Batch("blue", 1, 1), Cancellation);

        await using var next = await StartAsync();
        var receiver = new RecordingReceiver();
        await next.ConnectAsync("red", ["blue"], receiver, Cancellation);
        await sender.SendAsync("red", [BusSamples.Command("red", 2)], Cancellation);
        await sender.PublishAsync(BusSamples.Batch("blue", 2, 1), Cancellation);
        await UntilAsync(() => !receiver.Commands.IsEmpty && !receiver.Batches.IsEmpty);
        Assert.Equal(2, Assert.IsType<DoProbe>(Assert.Single(receiver.Commands).Body).Number);
        Assert.Equal(2, Assert.Single(receiver.Batches).First);
    }

    [Fact]
    public async Task Questions_are_answered_across_processes()
    {
        await using var asker = await StartAsync();
        await using var owner = await StartAsync();
        var receiver = new RecordingReceiver
        {
            Answer = question => new ProbeAnswer(((GetProbe)question).Number, BusSamples.IdOf(1), []),
        };
        await owner.ConnectAsync("red", [], receiver, Cancellation);

        var answer = await asker.AskAsync("red", new GetProbe(7), TimeSpan.FromMinutes(2), Cancellation);
        Assert.Equal(7, answer?.Number);
    }

    [Fact]
    public async Task What_waits_for_a_broker_that_is_away_is_bounded_and_nobody_waits_for_it()
    {
        var folder = Path.Combine("/var/tmp", $"hcos-rabbitmq-{Guid.CreateVersion7():n}");
        var server = new RabbitMqServer(folder);
        try
        {
            var broker = RabbitMqOptions.Parse(await server.UpAsync(Cancellation), "test");
            var bounds = new MassTransitBusOptions { WaitingMessages = 50 };
            await using var bus = await MassTransitBus.StartRabbitMqAsync(
                Catalog, broker, bounds, NullLoggerFactory.Instance, Cancellation);
            var receiver = new RecordingReceiver();
            await bus.ConnectAsync("red", ["blue"], receiver, Cancellation);
            await bus.PublishAsync(BusSamples.Batch("blue", 1, 1), Cancellation);
            await UntilAsync(() => !receiver.Batches.IsEmpty);
            await server.DownAsync(Cancellation);

            // Nobody waits for a broker that is not there.
            for (var i = 2; i < 1_000; i++) await bus.PublishAsync(BusSamples.Batch("blue", i, 1), Cancellation);
            await UntilAsync(() => bus.Dropped >= 1_000 - 2 - 50 - broker.UnconfirmedMessages - 1);

            // Whoever starts meanwhile does not wait for ever either.
            var hurried = new MassTransitBusOptions { StartPatience = TimeSpan.FromMilliseconds(500) };
            await using var late = await MassTransitBus.StartRabbitMqAsync(
                Catalog, broker, hurried, NullLoggerFactory.Instance, Cancellation);

            await server.ForgetAsync(Cancellation);
            await server.UpAsync(Cancellation);
            var position = 1_000;
            await UntilAsync(() =>
            {
                _ = bus.PublishAsync(BusSamples.Batch("blue", ++position, 1), Cancellation);
                _ = late.PublishAsync(BusSamples.Batch("blue", 1_000_000 + position, 1), Cancellation);
                return receiver.Batches.Any(batch => batch.First is > 1_000 and < 1_000_000)
                    && receiver.Batches.Any(batch => batch.First > 1_000_000);
            });
            Assert.Contains(receiver.Batches, batch => batch.First is > 1_000 and < 1_000_000);
            Assert.Contains(receiver.Batches, batch => batch.First > 1_000_000);
        }
        finally
        {
            await server.DownAsync(CancellationToken.None);
            server.Remove();
        }
    }

    [Theory]
    [InlineData("http://hcos:secret@127.0.0.1/")]
    [InlineData("amqp://127.0.0.1/")]
    [InlineData("amqp://hcos:secret@broker.example/")]
    [InlineData("secret")]
    public void An_address_that_cannot_be_used_is_refused_without_repeating_it(string uri)
    {
        var refused = Assert.Throws<FormatException>(() => RabbitMqOptions.Parse(uri, "test"));
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(3), "it never came");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
        }
    }

    private Task<MassTransitBus> StartAsync() => _fixture.StartAsync(
        Catalog, Catalog, new MassTransitBusOptions(), NullLoggerFactory.Instance, Cancellation);
}
