using System.Text.Json.Nodes;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>Domains and files, as the API has them and as they are.</summary>
internal sealed record BothViews(IReadOnlyList<string> Inside, IReadOnlyList<string> Outside)
{
    public bool Agree => Inside.SequenceEqual(Outside);

    /// <summary>Looks at both; only servers that libvirt runs may be ours.</summary>
    public static async Task<BothViews> OfAsync(
        HcosApi api, LibvirtLab libvirt, Func<JsonNode, bool> isOurs, CancellationToken cancellationToken)
    {
        var shown = await api.ShownAsync("/v1/servers?limit=100", cancellationToken);
        var outside = await OutsideView.OfAsync(libvirt, cancellationToken);
        return new BothViews(
            [.. shown.Items().Where(isOurs).SelectMany(Expected).Order(StringComparer.Ordinal)],
            [
                .. outside.Domains.Select(domain => $"{domain.Uuid} {domain.Name} {domain.State}")
                    .Concat(outside.Files).Order(StringComparer.Ordinal),
            ]);
    }

    public override string ToString() =>
        $"\nthe API has\n{string.Join('\n', Inside)}\nand there is\n{string.Join('\n', Outside)}";

    private static IEnumerable<string> Expected(JsonNode server)
    {
        var resource = server.Word("resource");
        return [$"{resource} {server.Word("name")} {server.Word("state")}", $"{resource}-seed.iso"];
    }
}
