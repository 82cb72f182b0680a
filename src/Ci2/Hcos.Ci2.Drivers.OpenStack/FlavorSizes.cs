using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>What a flavor is about.</summary>
/// <param name="Vcpus">Processors.</param>
/// <param name="Mebibytes">Memory in MiB.</param>
/// <param name="Gibibytes">The root disk in GiB.</param>
internal sealed record FlavorSizes(int Vcpus, long Mebibytes, long Gibibytes)
{
    /// <summary>The name, and identity, of a flavor that is made for these sizes.</summary>
    public string Name => $"hcos-{Vcpus}-{Mebibytes}-{Gibibytes}";

    /// <summary>Whether a flavor has these sizes and nothing that asks for special hosts.</summary>
    public bool Fits(JsonElement flavor) =>
        flavor.Number("vcpus") == Vcpus && flavor.Number("ram") == Mebibytes && flavor.Number("disk") == Gibibytes
        && (flavor.Number("OS-FLV-EXT-DATA:ephemeral") ?? 0) == 0 && (flavor.Number("swap") ?? 0) == 0
        && flavor.Member("OS-FLV-DISABLED:disabled") is not { ValueKind: JsonValueKind.True }
        && HasNoSpecs(flavor);

    /// <inheritdoc/>
    public override string ToString() => $"{Vcpus} processors, {Mebibytes} MiB of memory and {Gibibytes} GiB of disk";

    private static bool HasNoSpecs(JsonElement flavor) =>
        flavor.Member("extra_specs") is not { ValueKind: JsonValueKind.Object } specs
        || !specs.EnumerateObject().Any();
}
