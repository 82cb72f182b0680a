using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Simulated.Stores;

namespace Hcos.Usl.Tests.Platform;

/// <summary>A store that can be switched off and on.</summary>
internal sealed class SwitchedFaults : IStoreFaults
{
    public bool IsDown { get; set; }

    public StoreFault Next(StoreCall call, string subject) => IsDown ? StoreFault.Refused : StoreFault.None;
}

/// <summary>USL and USMC have no effects.</summary>
internal sealed class NoEffects : IEffectRunner
{
    public static NoEffects Instance { get; } = new();

    public Task<object> RunAsync(EffectStart start, IEffectContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException(start.Key);
}
