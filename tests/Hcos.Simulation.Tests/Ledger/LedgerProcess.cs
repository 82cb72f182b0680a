using Hcos.Arml;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Ledger;

/// <summary>
/// ARML as a process: steps ahead of its commits, lets nothing out before them, and may be gone between any two
/// actions. Loaded from a snapshot and the rest of its log.
/// </summary>
internal sealed class LedgerProcess
{
    private const int SnapshotEvery = 20_000;
    private static readonly LayerDefinition Definition = ArmlModule.Define(new ArmlOptions());
    private readonly List<RecordedEvent> _tail = [];
    private readonly List<StepOutput> _uncommitted = [];
    private readonly SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);
    private LogSnapshot? _snapshot;
    private Layer _layer;

    public LedgerProcess(DateTimeOffset now)
    {
        _layer = Load();
        Begin(now);
    }

    /// <summary>Told of what a commit lets out, in order.</summary>
    public Action<StepOutput>? Committed { get; set; }

    /// <summary>What ARML itself has in its books.</summary>
    public ArmlLookups Lookups => (ArmlLookups)_layer.Lookups;

    public int Crashes { get; private set; }

    public int Owed => _layer.Status().Owed;

    /// <summary>The next wanted position of a consumed log, as committed.</summary>
    public long Wants(string log) => _positions.GetValueOrDefault(log, 1);

    public void Step(LayerInput input, DateTimeOffset now) => Take(_layer.Step(input, now));

    public void Commit()
    {
        var group = _uncommitted.ToList();
        _uncommitted.Clear();
        foreach (var output in group)
        {
            _tail.AddRange(output.Events);
            foreach (var (log, next) in output.Positions) _positions[log] = next;
        }

        foreach (var output in group) Committed?.Invoke(output);
        if (_tail.Count >= SnapshotEvery) Snapshot();
    }

    /// <summary>What was not committed did not happen.</summary>
    public void Crash(DateTimeOffset now)
    {
        Crashes++;
        _uncommitted.Clear();
        _layer = Load();
        Begin(now);
    }

    private void Begin(DateTimeOffset now)
    {
        Take(_layer.Begin(_layer.Epoch + 1, _positions, now));
        foreach (var log in Definition.ObservedLogs)
        {
            Step(new LayerInput.Announced(new(log, 1, 1, now, Wants(log) - 1)), now);
        }
    }

    private void Take(StepOutput output)
    {
        if (!output.IsEmpty) _uncommitted.Add(output);
    }

    private Layer Load()
    {
        var layer = new Layer(Definition, Catalog.Whole, LayerProcess.Bounds);
        if (_snapshot is not null && !layer.TryRestore(_snapshot)) throw new InvalidDataException("a strange snapshot");
        foreach (var happened in _tail) layer.Load(happened);
        return layer;
    }

    private void Snapshot()
    {
        _snapshot = Load().Capture();
        _tail.Clear();
    }
}
