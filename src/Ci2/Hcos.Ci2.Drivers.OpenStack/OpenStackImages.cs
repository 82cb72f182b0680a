using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>
/// Bringing images in and taking them away. Glance gives identities by itself and takes any number of images of one
/// name; a property says which import made one, so that a repeat finds what the first one left.
/// </summary>
internal sealed class OpenStackImages(OpenStackClient client, OpenStackInventory inventory)
{
    private const string ImportProperty = "hcos-image";

    /// <summary>Copies a file in, or goes on with an import of that id that was cut off.</summary>
    public async Task<ResourceObject> ImportAsync(
        ResourceId id, string name, string path, CancellationToken cancellationToken)
    {
        if (!ResourceNames.IsValid(name))
        {
            throw new DriverException(DriverFailure.Invalid, $"an image's name is {ResourceNames.Rule}");
        }

        string format;
        using (var file = ImageFile.Open(path)) format = ImageFile.Measure(file).Format;
        var there = await NamedAsync(name, cancellationToken).ConfigureAwait(false);
        var whole = there.FirstOrDefault(IsWhole);
        if (whole.ValueKind != JsonValueKind.Object)
        {
            await RemoveAsync(there.Where(image => IsOf(image, id)), cancellationToken).ConfigureAwait(false);
            whole = await MakeAsync(id, name, format, path, cancellationToken).ConfigureAwait(false);
        }

        // An order that arrived twice made a second one, which has no content and never will.
        var spare = (await NamedAsync(name, cancellationToken).ConfigureAwait(false))
            .Where(image => IsOf(image, id) && image.Text("id") != whole.Text("id"));
        await RemoveAsync(spare, cancellationToken).ConfigureAwait(false);
        return OpenStackMapping.Image(whole);
    }

    /// <summary>Removes an image; absent is success.</summary>
    public async Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        if (OpenStackInventory.Path(key.NativeId) is not { } id) return;
        await client.TryDeleteAsync(Services.Image, $"/v2/images/{id}", cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<JsonElement> MakeAsync(
        ResourceId id, string name, string format, string path, CancellationToken cancellationToken)
    {
        var wanted = new JsonObject
        {
            ["name"] = name,
            ["disk_format"] = format,
            ["container_format"] = "bare",
            ["visibility"] = "private",
            [ImportProperty] = $"{id}",
        };
        var reply = await client.ChangeAsync(HttpMethod.Post, Services.Image, "/v2/images", wanted, cancellationToken)
            .ConfigureAwait(false);
        var image = $"/v2/images/{Json.Parse(reply.Body).Required("id")}";
        await client.UploadAsync(Services.Image, $"{image}/file", () => ImageFile.Open(path), cancellationToken)
            .ConfigureAwait(false);
        var ended = await client.UntilAsync(
            () => client.GetAsync(Services.Image, image, cancellationToken),
            seen => seen.Text("status") is not ("queued" or "saving" or "importing" or "uploading"),
            "an image",
            cancellationToken).ConfigureAwait(false);
        return IsWhole(ended)
            ? ended
            : throw new DriverException(
                DriverFailure.Uncertain, $"OpenStack did not take the image: it is {ended.Text("status")}");
    }

    private Task<IReadOnlyList<JsonElement>> NamedAsync(string name, CancellationToken cancellationToken) =>
        inventory.ImagesAsync($"&name={Uri.EscapeDataString(name)}", cancellationToken);

    private async Task RemoveAsync(IEnumerable<JsonElement> images, CancellationToken cancellationToken)
    {
        foreach (var image in images)
        {
            await client.TryDeleteAsync(Services.Image, $"/v2/images/{image.Required("id")}", cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static bool IsOf(JsonElement image, ResourceId id) => image.Text(ImportProperty) == $"{id}";

    private static bool IsWhole(JsonElement image) => image.Text("status") == "active";
}
