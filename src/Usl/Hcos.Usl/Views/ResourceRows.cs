using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Views;

/// <summary>How rows of resources are named.</summary>
internal static class ResourceRows
{
    /// <summary>The opaque id under which people and programs refer to a resource of an environment.</summary>
    public static string IdOf(EnvironmentId environment, ResourceKey key) =>
        DerivedId.From("resource", environment.ToString(), key.Kind.ToString(), key.NativeId).ToString();
}
