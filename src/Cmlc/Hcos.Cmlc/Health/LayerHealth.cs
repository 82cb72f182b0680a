using Hcos.Kernel.Layers;

namespace Hcos.Cmlc.Health;

/// <summary>What <c>/readyz</c> says of one layer.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="IsReady">Whether it owns its log and has caught up.</param>
/// <param name="Status">What it says of itself; null while it does not own its log.</param>
public sealed record LayerHealth(string Layer, bool IsReady, LayerStatus? Status);

/// <summary>What <c>/readyz</c> says.</summary>
/// <param name="IsReady">Whether all layers of this process are ready.</param>
/// <param name="Version">The version that runs.</param>
/// <param name="Layers">Each layer.</param>
public sealed record PlatformHealth(bool IsReady, string Version, IReadOnlyList<LayerHealth> Layers);
