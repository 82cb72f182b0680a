using System.Diagnostics;
using Hcos.Kernel.Conformance.Bus;
using Hcos.Kernel.MassTransit.Transports;
using Hcos.Kernel.MassTransit.Wire;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Time;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.MassTransit.Tests;

/// <summary>What only an adapter over a real transport has to promise: bounds, log lines, and its clock.</summary>
public sealed class InMemoryBusBounds : IDisposable
{
    private static readonly MessageCatalog Catalog = new([typeof(DoProbe).Assembly], []);
    private static readonly MessageCatalog Foreign = new([typeof(ForeignDo).Assembly], []);
    private readonly RecordingLoggers _loggers = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task What_a_slow_receiver_cannot_hold_is_dropped_and_counted_and_what_comes_later_arrives()
    {
        await using var bus = await StartAsync(Catalog, new MassTransitBusOptions { WaitingMessages = 8 });
        var slow = new RecordingReceiver();
        var release = new TaskCompletionSource();
        slow.First = (_, token) => new ValueTask(release.Task.WaitAsync(token));
        await bus.ConnectAsync("red", ["blue"], slow, Cancellation);
        for (var i = 1; i <= 100; i++) await bus.PublishAsync(BusSamples.Batch("blue", i, 1), Cancellation);
        await UntilAsync(() => bus.Dropped == 92);

        release.SetResult();
        await UntilAsync(() => slow.Batches.Count == 8);
        await bus.PublishAsync(BusSamples.Batch("blue", 101, 1), Cancellation);
        await UntilAsync(() => slow.Batches.Count == 9);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 101], slow.Batches.Select(batch => batch.First));
        Assert.Equal(92, bus.Dropped);
        Assert.InRange(_loggers.Lines.Count(line => line.Text.Contains("dropped", StringComparison.Ordinal)), 1, 8);
    }

    [Fact]
    public async Task A_receiver_is_bounded_by_bytes_too_but_one_large_batch_always_fits()
    {
        await using var bus = await StartAsync(Catalog, new MassTransitBusOptions { WaitingBytes = 10_000 });
        var receiver = new RecordingReceiver();
        var release = new TaskCompletionSource();
        receiver.First = (_, token) => new ValueTask(release.Task.WaitAsync(token));
        await bus.ConnectAsync("red", ["blue"], receiver, Cancellation);
        await bus.PublishAsync(BusSamples.Batch("blue", 1, 100), Cancellation);
        await bus.PublishAsync(BusSamples.Batch("blue", 101, 100), Cancellation);
        await UntilAsync(() => bus.Dropped == 1);

        release.SetResult();
        await UntilAsync(() => !receiver.Batches.IsEmpty);
        Assert.Equal(1, Assert.Single(receiver.Batches).First);
    }

    [Fact]
    public async Task What_cannot_be_read_is_dropped_with_a_line_that_does_not_tell_its_content()
    {
        await using var bus = await StartAsync(Foreign, new MassTransitBusOptions());
        var receiver = new RecordingReceiver();
        await bus.ConnectAsync("red", ["blue"], receiver, Cancellation);
        await bus.PublishAsync(BusSamples.Batch("blue", 1, 1, wordLength: 40), Cancellation);
        await bus.SendAsync("red", [BusSamples.Command("red", 1, "a secret")], Cancellation);
        await bus.AnnounceAsync(BusSamples.Head("blue", 1), Cancellation);

        await UntilAsync(() => !receiver.Heads.IsEmpty && bus.Dropped == 2);
        Assert.Empty(receiver.Batches);
        Assert.All(receiver.Commands, command => Assert.IsNotType<ForeignDo>(command.Body));
        var lines = _loggers.Lines.Where(line => line.Level == LogLevel.Error).Select(line => line.Text).ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Contains("cannot be read", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("secret", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("wwww", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_that_cannot_be_read_does_not_take_its_neighbours_with_it()
    {
        await using var bus = await StartAsync(Foreign, new MassTransitBusOptions());
        var receiver = new RecordingReceiver();
        await bus.ConnectAsync("red", [], receiver, Cancellation);
        var known = BusSamples.Command("red", 2) with { Body = new NoteProbe(2) };
        await bus.SendAsync("red", [BusSamples.Command("red", 1), known], Cancellation);

        await UntilAsync(() => !receiver.Commands.IsEmpty);
        Assert.Equal(known.Context, Assert.Single(receiver.Commands).Context);
        Assert.Equal(1, bus.Dropped);
    }

    [Fact]
    public async Task Deadlines_of_questions_run_on_the_clock_of_the_options()
    {
        var time = new VirtualTimeProvider(BusSamples.Noon);
        await using var bus = await StartAsync(Catalog, new MassTransitBusOptions { Time = time });
        var asked = bus.AskAsync("nowhere", new GetProbe(1), TimeSpan.FromHours(1), Cancellation);
        Assert.False(asked.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(61));

        await Assert.ThrowsAsync<TimeoutException>(() => asked);
    }

    [Fact]
    public async Task Coming_and_going_writes_one_line_and_no_more()
    {
        await using (var bus = await StartAsync(Catalog, new MassTransitBusOptions()))
        {
            var connection = await bus.ConnectAsync("red", ["blue"], new RecordingReceiver(), Cancellation);
            await bus.AskAsync("red", new GetProbe(1), TimeSpan.FromMinutes(2), Cancellation);
            await connection.DisposeAsync();
            await connection.DisposeAsync();
        }

        var line = Assert.Single(_loggers.Lines);
        Assert.StartsWith("bus started in", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_never_returns_does_not_keep_the_bus_from_stopping()
    {
        var options = new MassTransitBusOptions { StopTimeout = TimeSpan.FromMilliseconds(100) };
        var bus = await StartAsync(Catalog, options);
        var stuck = new RecordingReceiver { First = (_, _) => new ValueTask(new TaskCompletionSource().Task) };
        await bus.ConnectAsync("red", ["blue"], stuck, Cancellation);
        await bus.PublishAsync(BusSamples.Batch("blue", 1, 1), Cancellation);

        var stopping = bus.DisposeAsync().AsTask();
        await UntilAsync(() => stopping.IsCompleted);
        Assert.True(stopping.IsCompletedSuccessfully);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(3), "it never came");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
        }
    }

    private Task<MassTransitBus> StartAsync(MessageCatalog reads, MassTransitBusOptions options) =>
        MassTransitBus.StartAsync(
            new InMemoryTransport(),
            new WireFormat(Catalog, reads),
            options,
            _loggers,
            Cancellation);
}
