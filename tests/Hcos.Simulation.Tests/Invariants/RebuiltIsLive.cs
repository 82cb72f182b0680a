using Hcos.Kernel.Layers;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 6: what is rebuilt from the logs equals what is live, bit for bit: the state of every stream and all lookups of
/// every layer, and all rows of USL's views.
/// </summary>
internal sealed class RebuiltIsLive(PlatformWorld world) : Invariant
{
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
        var live = process.Current!.Layer;
        var rebuilt = new Layer(process.Definition, world.Catalog, new LayerOptions());
        foreach (var happened in world.LogOf(process.Name)) rebuilt.Load(happened);
        var (one, other) = (Dump(live), Dump(rebuilt));
        foreach (var (what, text) in one)
        {
            var again = other.GetValueOrDefault(what, "nothing");
            if (text != again) Violated($"{process.Name}: {what} is {text}, rebuilt it is {again}", what);
        }

        if (one.Count != other.Count) Violated($"{process.Name} has {one.Count} streams, rebuilt {other.Count}");
    }

    private static SortedDictionary<string, string> Dump(Layer layer)
    {
        var dump = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["lookups"] = StateText.Of(layer.Lookups),
        };
        foreach (var (stream, state) in layer.States) dump[stream] = StateText.Of(state);
        return dump;
    }
}
