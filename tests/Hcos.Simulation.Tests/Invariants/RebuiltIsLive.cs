using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Snapshots;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 6: what is rebuilt from the logs equals what is live, bit for bit: the state of every stream and all lookups of
/// every layer, and all rows of USL's views.
/// </summary>
internal sealed class RebuiltIsLive(PlatformWorld world) : Invariant
{
    /// <summary>Snapshots are JSON, and dear: of so many seeds one looks at them at the end, too.</summary>
    private const int SnapshotsEvery = 4;

    private readonly StateText _text = new();

    public override string Name => "6: rebuilt is live";

    /// <summary>Looks at everything; for the end of a run.</summary>
    public void Check()
    {
        foreach (var process in world.Processes) Check(process);
        if (world.Views.Rebuild() == world.Views.Hash()) return;
        Violated("USL's views differ from those rebuilt from its journal");
    }

    private void Check(LayerProcess process)
    {
        var live = Dump(process.Current!.Layer);
        foreach (var (what, text) in live)
        {
            world.Trace.Cover(what);
            world.Trace.Cover(text);
        }

        var rebuilt = new Layer(process.Definition, world.Catalog, LayerProcess.Bounds);
        foreach (var happened in world.LogOf(process.Name))
        {
            rebuilt.Load(happened);
            if (happened.Body is Forgotten forgotten) world.Counts.Note("streams forgotten", forgotten.Streams.Count);
        }

        Compare(process, live, rebuilt, "rebuilt");
        if (world.Seed % SnapshotsEvery != 0) return;
        var restored = FromSnapshot(process);
        Compare(process, live, restored, "from a snapshot");
        // What no stream shows: remembered commands, what is gone, attempts, what is parked, epochs that were met.
        Remembers(process, rebuilt.MemoryHeader(), restored.MemoryHeader());
    }

    /// <summary>
    /// Who begins from a snapshot has waited for less than who read the whole log, and looked at other times, so that
    /// answered commands past their time may be remembered by one of them only. Nothing else differs.
    /// </summary>
    private void Remembers(LayerProcess process, SnapshotHeader whole, SnapshotHeader kept)
    {
        var forgotten = whole.Answered.Except(kept.Answered).Where(answered => answered.Value >= whole.Time).ToList();
        if (forgotten.Count > 0) Violated($"{process.Name} forgets {forgotten[0]} from a snapshot", forgotten[0].Key);
        var (one, other) = (_text.Of(whole with { Answered = [] }), _text.Of(kept with { Answered = [] }));
        if (one != other) Violated($"{process.Name} remembers {one}, from a snapshot {other}");
    }

    /// <summary>The log up to somewhere as a snapshot, and its tail.</summary>
    private Layer FromSnapshot(LayerProcess process)
    {
        var log = world.LogOf(process.Name);
        var until = log.Count * 2 / 3;
        var earlier = new Layer(process.Definition, world.Catalog, LayerProcess.Bounds);
        foreach (var happened in log.Take(until)) earlier.Load(happened);
        var later = new Layer(process.Definition, world.Catalog, LayerProcess.Bounds);
        if (!later.TryRestore(earlier.Capture())) Violated($"{process.Name} does not know its own snapshot");
        foreach (var happened in log.Skip(until)) later.Load(happened);
        return later;
    }

    private void Compare(LayerProcess process, SortedDictionary<string, string> one, Layer layer, string how)
    {
        var other = Dump(layer);
        foreach (var (what, text) in one)
        {
            var again = other.GetValueOrDefault(what, "nothing");
            if (text != again) Violated($"{process.Name}: {what} is {text}, {how} it is {again}", what);
        }

        if (one.Count != other.Count) Violated($"{process.Name} has {one.Count} streams, {how} {other.Count}");
    }

    private SortedDictionary<string, string> Dump(Layer layer)
    {
        var dump = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["lookups"] = _text.Of(layer.Lookups),
        };
        foreach (var (stream, state) in layer.States) dump[stream] = _text.Of(state);
        return dump;
    }
}
