using Hcos.Contracts.Usmc;
using Hcos.Kernel.Layers;
using Hcos.Usmc.Principals;

namespace Hcos.Usmc;

/// <summary>The layer that knows who may do what: principals and their tokens.</summary>
public abstract class UsmcModule
{
    /// <summary>The layer's name.</summary>
    public const string Name = "usmc";

    private UsmcModule()
    {
    }

    /// <summary>Declares the layer.</summary>
    public static LayerDefinition Define() => new LayerBuilder<UsmcLookups>(Name, () => new UsmcLookups())
        .Aggregate<Principal, PrincipalState>("principal", routes => routes.On<RegisterPrincipal>(c => c.Name))
        .Build();
}
