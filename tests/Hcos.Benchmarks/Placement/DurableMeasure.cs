using System.Diagnostics;
using Hcos.Arml;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Bsl;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.MassTransit;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Postgres;
using Hcos.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Benchmarks.Placement;

/// <summary>
/// Placements made durable: the real BSL and the real ARML over the bus and PostgreSQL, from the command to the
/// committed claim; nobody makes the servers.
/// </summary>
internal sealed class DurableMeasure
{
    private const int Hosts = 10_000;
    private const int AtOnce = 1_000;
    private const int Batches = 8;
    private const long Gib = 1L << 30;
    private static readonly EnvironmentId Lab = new(DerivedId.From("bench", "durable"));

    private static readonly MessageCatalog Catalog = new(
        [typeof(CreateServer).Assembly], [typeof(BslModule).Assembly, typeof(ArmlModule).Assembly]);

    private int _claims;
    private long _bytes;

    public async Task<IReadOnlyList<Figure>> MeasureAsync(string benchmark, CancellationToken cancellationToken)
    {
        await using var postgres = new PostgresPeer(ownServer: true);
        await postgres.StartAsync(cancellationToken);
        await using var store = new PostgresEventStore(
            new PostgresOptions { ConnectionString = postgres.ConnectionString }, Catalog, TimeProvider.System);
        await using var bus = await MassTransitBus.StartInMemoryAsync(
            Catalog, new MassTransitBusOptions(), NullLoggerFactory.Instance, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var seams = new LayerSeams(Catalog, store, bus, new NoEffects(), TimeProvider.System);
        using var arml = new LayerHost(
            ArmlModule.Define(new ArmlOptions()),
            seams with { Committed = CountClaims },
            new LayerHostOptions(),
            NullLogger.Instance);
        using var bsl = new LayerHost(
            BslModule.Define(new BslOptions()),
            seams with { Committed = CountDecisions },
            new LayerHostOptions(),
            NullLogger.Instance);
        Task[] running = [arml.RunAsync(stop.Token), bsl.RunAsync(stop.Token)];
        await TellHostsAsync(bus, bsl, cancellationToken);
        var postmaster = await Postmaster.OfAsync(postgres.AdministratorConnectionString, cancellationToken);
        var (rates, cpu) = (new List<double>(), new List<UnitCpu>());
        for (var batch = 0; batch < Batches; batch++)
        {
            var before = CpuTime.Of(Environment.ProcessId, postmaster);
            rates.Add(await BatchAsync(bsl, batch, cancellationToken));
            cpu.Add(CpuTime.Of(Environment.ProcessId, postmaster).Since(before).Per(AtOnce, "placement"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return
        [
            new(benchmark, "made durable with claims", Statistics.Median([.. rates.Skip(1)]), "/s")
            {
                Target = Target.AtLeast(5_000),
                CpuMicroseconds = Statistics.Median([.. cpu.Skip(1)]),
                Note = $"{AtOnce} in a command, {Hosts} hosts; BSL, ARML, bus and PostgreSQL; nobody makes them",
            },
            new(benchmark, "bytes of a decision with its claim", Volatile.Read(ref _bytes) / (Batches * AtOnce), "B"),
        ];
    }

    private async Task<double> BatchAsync(LayerHost bsl, int batch, CancellationToken cancellationToken)
    {
        var id = DerivedId.From("bench", "batch", $"{batch}");
        var create = new CreateServers(
            new(id), $"batch-{batch}", AtOnce, Vcpus: 1 + (batch % 4), MemoryBytes: Gib, Start: false);
        var (before, began) = (Volatile.Read(ref _claims), Stopwatch.GetTimestamp());
        await bsl.SubmitAsync(MessageContext.First(id), create, cancellationToken);
        while (Volatile.Read(ref _claims) < before + AtOnce)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }

        return AtOnce / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>CIE and CI2 tell of an environment with many hosts that was listed completely.</summary>
    private static async Task TellHostsAsync(IMessageBus bus, LayerHost bsl, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var registered = new EnvironmentRegistered(
            Lab, "bench", new("simulated", "simulated://bench", null, null, EnvironmentAccess.Manage));
        List<IEvent> seen = [new EnvironmentReached(Lab, "native", "1.0", now)];
        for (var host = 0; host < Hosts; host++)
        {
            var key = new ResourceKey(ResourceKind.Host, $"h{host:00000}");
            seen.Add(new ResourceObserved(
                Lab,
                key,
                new(key, key.NativeId, ResourceState.Running) { Host = new(64, 256 * Gib, "x86_64", "bench") },
                new(now, EvidenceSource.Sweep)));
        }

        seen.Add(new SweepCompleted(Lab, now, 1, []));
        // Told again until it was heard: a bus may lose what nobody listens to yet.
        while (bsl.Status is not { HasCaughtUp: true } || (await bsl.AskAsync(
            new PlanServer(new CreateServer(new(Guid.Empty), "probe")), cancellationToken)).Decision is not { } decision
            || decision.Considered < Hosts)
        {
            await PublishAsync(bus, "cie", [registered], now, cancellationToken);
            await PublishAsync(bus, "ci2", seen, now, cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task PublishAsync(
        IMessageBus bus, string log, List<IEvent> bodies, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const int part = 500;
        var events = bodies.Select((body, index) => new RecordedEvent(
            log,
            index + 1,
            "bench",
            index + 1,
            now,
            1,
            MessageContext.First(DerivedId.OfEvent(log, index + 1)),
            null,
            body)).ToList();
        for (var first = 0; first < events.Count; first += part)
        {
            var some = events.GetRange(first, Math.Min(part, events.Count - first));
            var batch = new EventBatch(log, 1, 1, now, first + 1, first + some.Count, some);
            await bus.PublishAsync(batch, cancellationToken);
        }

        await bus.AnnounceAsync(new(log, 1, 1, now, events.Count), cancellationToken);
    }

    private void CountClaims(IReadOnlyList<RecordedEvent> events)
    {
        var claims = events.Where(happened => happened.Body is CapacityClaimed).ToList();
        Interlocked.Add(ref _bytes, claims.Sum(happened => (long)Catalog.Write(happened.Body).Length));
        Interlocked.Add(ref _claims, claims.Count);
    }

    private void CountDecisions(IReadOnlyList<RecordedEvent> events) => Interlocked.Add(
        ref _bytes,
        events.Where(happened => happened.Body is ServerPlaced)
            .Sum(happened => (long)Catalog.Write(happened.Body).Length));

    private sealed class NoEffects : IEffectRunner
    {
        public Task<object> RunAsync(
            Kernel.Layers.EffectStart start, IEffectContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nothing here touches the world");
    }
}
