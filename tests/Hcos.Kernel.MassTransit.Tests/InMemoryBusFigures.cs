using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Conformance.Bus;
using Hcos.Kernel.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Kernel.MassTransit.Tests;

/// <summary>What the bus costs. The figures are printed; the bounds are wide enough for a busy machine.</summary>
public sealed class InMemoryBusFigures
{
    private static readonly string[] Layers = ["cie", "ci2", "arml", "bsl", "esl", "usl", "cmlc", "usmc"];
    private const int Batches = 320;
    private static readonly EventBatch Batch = BusSamples.Batch("blue", 1, 100);
    private static readonly MessageCatalog Catalog = new([typeof(DoProbe).Assembly], []);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_layers_are_connected_within_three_seconds()
    {
        var begun = Stopwatch.GetTimestamp();
        await using var bus = await StartAsync();
        var started = Stopwatch.GetElapsedTime(begun);
        foreach (var layer in Layers) await bus.ConnectAsync(layer, Layers, new RecordingReceiver(), Cancellation);
        var connected = Stopwatch.GetElapsedTime(begun);
        var asked = Stopwatch.GetTimestamp();
        await bus.AskAsync("bsl", new GetProbe(1), TimeSpan.FromSeconds(10), Cancellation);
        var answered = Stopwatch.GetElapsedTime(asked);

        Print($"start {Milliseconds(started)}, eight layers connected {Milliseconds(connected)}, "
            + $"first answer {Milliseconds(answered)} later");
        Assert.InRange(connected, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_single_event_is_received_within_five_milliseconds()
    {
        await using var bus = await StartAsync();
        var receiver = new Waiting();
        await bus.ConnectAsync("red", ["blue"], receiver, Cancellation);
        var times = new List<TimeSpan>();
        for (var i = 1; i <= 1_500; i++)
        {
            var arrived = receiver.NextAsync(1);
            var begun = Stopwatch.GetTimestamp();
            await bus.PublishAsync(BusSamples.Batch("blue", i, 1), Cancellation);
            await arrived;
            if (i > 500) times.Add(Stopwatch.GetElapsedTime(begun));
        }

        times.Sort();
        Print($"publish to receive: p50 {Milliseconds(times[times.Count / 2])}, "
            + $"p99 {Milliseconds(times[times.Count * 99 / 100])}");
        Assert.InRange(times[times.Count / 2], TimeSpan.Zero, TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public async Task Batches_of_100_events_cost_little_more_than_writing_and_reading_them()
    {
        await using var bus = await StartAsync();
        var receiver = new Waiting();
        await bus.ConnectAsync("red", ["blue"], receiver, Cancellation);
        var ratios = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var plain = await MeasureAsync(WriteAndReadAsync);
            var carried = await MeasureAsync(() => CarryAsync(bus, receiver));
            if (round < 2) continue;
            ratios.Add(plain.Processor / carried.Processor);
            Print($"carried {carried}; only written and read {plain}");
        }

        ratios.Sort();
        Print($"ratio of processor time {ratios[ratios.Count / 2].ToString("0.00", CultureInfo.InvariantCulture)}");
        Assert.True(ratios[ratios.Count / 2] > 0.4, "the way costs more than twice what it carries");
        Assert.Equal(0, bus.Dropped);
    }

    private static async Task<Cost> MeasureAsync(Func<Task> act)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var begun = Stopwatch.GetTimestamp();
        await act();
        var elapsed = Stopwatch.GetElapsedTime(begun);
        return new Cost(
            Batches * 100 / elapsed.TotalSeconds,
            (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / (Batches * 100));
    }

    private static Task WriteAndReadAsync()
    {
        for (var i = 0; i < Batches; i++)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(Batch, Catalog.Json);
            Assert.NotNull(JsonSerializer.Deserialize<EventBatch>(json, Catalog.Json));
        }

        return Task.CompletedTask;
    }

    /// <summary>Carries batches with at most 32 under way, as the relay does.</summary>
    private static async Task CarryAsync(MassTransitBus bus, Waiting receiver)
    {
        for (var i = 0; i < Batches; i += 32)
        {
            var arrived = receiver.NextAsync(32);
            for (var j = 0; j < 32; j++) await bus.PublishAsync(Batch, Cancellation);
            await arrived;
        }
    }

    private static Task<MassTransitBus> StartAsync() =>
        MassTransitBus.StartInMemoryAsync(
            Catalog, new MassTransitBusOptions(), NullLoggerFactory.Instance, Cancellation);

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0.000 ms", CultureInfo.InvariantCulture);

    private static void Print(string line) => TestContext.Current.SendDiagnosticMessage("{0}", line);

    private sealed record Cost(double EventsPerSecond, double Processor)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{EventsPerSecond:N0}/s at {Processor:0.00} µs");
    }

    /// <summary>Completes a task when a number of batches has come.</summary>
    private sealed class Waiting : IBusReceiver
    {
        private TaskCompletionSource _all = new();
        private int _missing;

        public Task NextAsync(int batches)
        {
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _missing, batches);
            return _all.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
        }

        public ValueTask BatchAsync(EventBatch batch, CancellationToken cancellationToken)
        {
            if (Interlocked.Decrement(ref _missing) == 0) _all.SetResult();
            return default;
        }

        public ValueTask CommandsAsync(IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken) =>
            default;

        public ValueTask HeadAsync(HeadAnnouncement head, CancellationToken cancellationToken) => default;

        public ValueTask ReplayRequestedAsync(ReplayRequest request, CancellationToken cancellationToken) => default;

        public ValueTask<object?> AskedAsync(IMessage question, CancellationToken cancellationToken) => default;
    }
}
