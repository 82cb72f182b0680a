namespace Hcos.Kernel.Simulated.Bus;

/// <summary>A layer that is connected to the simulated network.</summary>
public sealed class SimulatedConnection
{
    internal SimulatedConnection(long number, string layer, IReadOnlyList<string> consumes)
    {
        Number = number;
        Layer = layer;
        Consumes = [.. consumes];
    }

    /// <summary>Counts up from 1 within one network.</summary>
    public long Number { get; }

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>The logs it consumes.</summary>
    public IReadOnlyList<string> Consumes { get; }
}
