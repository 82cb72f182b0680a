using System.Text.Json;
using Hcos.Contracts;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Benchmarks.Logs;

/// <summary>Events with the full envelope, of the size that real ones have.</summary>
internal static class SampleEvents
{
    private const string TraceParent = "00-00000000000000000000000000000001-0000000000000001-01";
    private static readonly EnvironmentId Environment = new(DerivedId.From("bench"));

    public static MessageCatalog Catalog { get; } = new([typeof(OperationAttribute).Assembly], []);

    /// <summary>The size of a body as it is stored.</summary>
    public static int BodyBytes { get; } = JsonSerializer.SerializeToUtf8Bytes(
        Body(1_000_000, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), Catalog.Json).Length;

    /// <summary>The event at a position of a log.</summary>
    public static RecordedEvent At(string log, long epoch, long position, DateTimeOffset time)
    {
        var id = DerivedId.OfEvent(log, position);
        var context = new MessageContext(
            id, id, id, new Cause("ci2", position), MessageContext.Platform, "admin", TraceParent);
        var body = Body(position, time);
        return new RecordedEvent(log, position, $"object-{position}", 1, time, epoch, context, null, body);
    }

    private static ResourceObserved Body(long number, DateTimeOffset time)
    {
        var key = new ResourceKey(ResourceKind.Server, $"server-{number}");
        var seen = new ResourceObject(key, $"bench-{number}", ResourceState.Running)
        {
            Server = new ServerFacts(2, 1L << 30, "host-0001", ["192.168.7.20"], ["pool-1/disk.qcow2"], ["default"]),
            Native = new NativePart("simulated-server-json", """{"id":"1","host":"host-0001","starts":"1"}"""),
        };
        return new ResourceObserved(Environment, key, seen, new Evidence(time, EvidenceSource.Sweep));
    }
}
