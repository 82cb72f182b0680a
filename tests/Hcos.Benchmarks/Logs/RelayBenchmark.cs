using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Kernel.Bus;
using Hcos.Kernel.MassTransit;
using Hcos.Kernel.MassTransit.Transports;
using Hcos.Kernel.Messages;
using Hcos.Testing.RabbitMq;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Benchmarks.Logs;

/// <summary>Events appended and delivered by the relay, in turn with appending alone.</summary>
internal sealed class RelayBenchmark : IBenchmark
{
    private const string Log = "bench";
    private const int Rounds = 5;
    private const int Outstanding = 256;
    private const int LargestBatch = 500;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public string Name => "relay";

    public string Summary => "events appended and delivered in memory and by RabbitMQ, beside appending alone";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        var options = new MassTransitBusOptions();
        await using var memory = await MassTransitBus.StartInMemoryAsync(
            SampleEvents.Catalog, options, NullLoggerFactory.Instance, cancellationToken);
        var inMemory = await RunAsync("in memory", memory, 0.85, cancellationToken);
        await using var peer = new RabbitMqPeer();
        var broker = RabbitMqOptions.Parse(await peer.UriAsync(cancellationToken), Log);
        await using var rabbit = await MassTransitBus.StartRabbitMqAsync(
            SampleEvents.Catalog, broker, options, NullLoggerFactory.Instance, cancellationToken);
        return [.. inMemory, .. await RunAsync("RabbitMQ", rabbit, 0.6, cancellationToken)];
    }

    /// <summary>The same over any transport.</summary>
    private async Task<IReadOnlyList<Figure>> RunAsync(
        string transport, IMessageBus bus, double target, CancellationToken cancellationToken)
    {
        await using var sample = await SampleLog.StartAsync(Log, cancellationToken);
        var log = sample.Log;
        var receiver = new CountingReceiver();
        await using var connection = await bus.ConnectAsync("consumer", [Log], receiver, cancellationToken);
        var relays = false;
        var writer = new GroupWriter(
            log, Log, events => relays ? PublishAsync(bus, log.Epoch, events, cancellationToken) : Task.CompletedTask);
        var (alone, relayed, cpu) = (new List<double>(), new List<double>(), new List<UnitCpu>());
        for (var round = 0; round <= Rounds; round++)
        {
            relays = false;
            alone.Add((await writer.AppendAsync(Outstanding, Turn, cancellationToken)).Rate);
            relays = true;
            var before = sample.Cpu();
            var delivered = await DeliverAsync(writer, receiver, cancellationToken);
            relayed.Add(delivered.Rate);
            cpu.Add(sample.Cpu().Since(before).Per(delivered.Count, "event"));
        }

        return
        [
            new(Name, $"{transport}, delivered", Statistics.Median([.. relayed.Skip(1)]), "/s")
            {
                Ceiling = Statistics.Median([.. alone.Skip(1)]),
                CeilingName = "append only",
                Target = Target.RatioAtLeast(target),
                CpuMicroseconds = Statistics.Median([.. cpu.Skip(1)]),
                Note = $"{Outstanding} outstanding; a broker's CPU comes on top",
            },
        ];
    }

    /// <summary>Counts until the last one has arrived.</summary>
    private static async Task<Appended> DeliverAsync(
        GroupWriter writer, CountingReceiver receiver, CancellationToken cancellationToken)
    {
        var (committed, delivered) = (writer.Count, receiver.Count);
        var began = TimeProvider.System.GetTimestamp();
        await writer.AppendAsync(Outstanding, Turn, cancellationToken);
        while (receiver.Count - delivered < writer.Count - committed)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }

        return new(writer.Count - committed, TimeProvider.System.GetElapsedTime(began));
    }

    private static async Task PublishAsync(
        IMessageBus bus, long epoch, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
    {
        foreach (var part in events.Chunk(LargestBatch))
        {
            await bus.PublishAsync(
                new EventBatch(Log, epoch, 1, part[^1].Time, part[0].Position, part[^1].Position, part),
                cancellationToken);
        }
    }

    private sealed class CountingReceiver : IBusReceiver
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public ValueTask BatchAsync(EventBatch batch, CancellationToken cancellationToken)
        {
            Interlocked.Add(ref _count, batch.Events.Count);
            return ValueTask.CompletedTask;
        }

        public ValueTask CommandsAsync(
            IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask HeadAsync(HeadAnnouncement head, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public ValueTask ReplayRequestedAsync(ReplayRequest request, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public ValueTask<object?> AskedAsync(IMessage question, CancellationToken cancellationToken) =>
            ValueTask.FromResult<object?>(null);
    }
}
