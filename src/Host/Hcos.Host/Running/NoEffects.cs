using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;

namespace Hcos.Host.Running;

/// <summary>For layers that touch nothing outside.</summary>
internal sealed class NoEffects : IEffectRunner
{
    public static NoEffects Instance { get; } = new();

    public Task<object> RunAsync(EffectStart start, IEffectContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"{start.Stream} owes an effect, and its layer has none");
}
