using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Cmlc.Health;

/// <summary>What <c>/readyz</c> says of one layer.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="IsReady">Whether it owns its log and has caught up.</param>
/// <param name="Status">What it says of itself; null while it does not own its log.</param>
public sealed record LayerHealth(string Layer, bool IsReady, LayerStatus? Status);

/// <summary>What <c>/readyz</c> says.</summary>
/// <param name="IsReady">Whether all layers of this process are ready.</param>
/// <param name="Version">The version that runs.</param>
/// <param name="Layers">Each layer of this process.</param>
/// <param name="Logs">Each log that this process heard of, wherever its owner runs.</param>
public sealed record PlatformHealth(
    bool IsReady, string Version, IReadOnlyList<LayerHealth> Layers, IReadOnlyList<LogHealth> Logs);

/// <summary>What the owner of a log announced last.</summary>
/// <param name="Layer">Whose log.</param>
/// <param name="Epoch">The owner's epoch.</param>
/// <param name="Head">The last committed position.</param>
/// <param name="Age">How long ago that came here.</param>
/// <param name="Owner">What the owner said of itself.</param>
public sealed record LogHealth(string Layer, long Epoch, long Head, TimeSpan Age, OwnerReport? Owner);
