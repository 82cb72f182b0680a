using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>
/// Snapshots of servers, which OpenStack keeps as images. Their properties say whose and which they are; going back is
/// to make the server anew from one, with everything but its disk as it is.
/// </summary>
internal sealed class OpenStackSnapshots(OpenStackClient client, OpenStackInventory inventory, OpenStackPower power)
{
    /// <summary>Takes one, unless it is there.</summary>
    public async Task<ResourceObject> TakeAsync(
        ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken)
    {
        if (!ResourceNames.IsValid(snapshot.Name))
        {
            throw new DriverException(DriverFailure.Invalid, $"a name is {ResourceNames.Rule}");
        }

        var server = await RequiredAsync(key, cancellationToken).ConfigureAwait(false);
        var there = await inventory.SnapshotsAsync(server, cancellationToken).ConfigureAwait(false);
        if (!there.Any(image => SnapshotMark.In(image).Id == snapshot.Id))
        {
            server = await StoppedAsync(key, cancellationToken).ConfigureAwait(false);
            if (there.Any(image => SnapshotMark.In(image).Name == snapshot.Name))
            {
                throw new DriverException(
                    DriverFailure.Conflict, $"the server has another snapshot of the name '{snapshot.Name}'");
            }

            await power.ActAsync(
                key, server, "createImage", Request(key, snapshot), cancellationToken).ConfigureAwait(false);
        }

        await AloneAsync(snapshot.Id, cancellationToken).ConfigureAwait(false);
        server = await RequiredAsync(key, cancellationToken).ConfigureAwait(false);
        return await inventory.ServerAsync(key, server, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the server anew from one.</summary>
    public async Task<ResourceObject> RevertAsync(
        ResourceKey key, SnapshotId snapshot, CancellationToken cancellationToken)
    {
        var server = await RequiredAsync(key, cancellationToken).ConfigureAwait(false);
        var there = await inventory.SnapshotsAsync(server, cancellationToken).ConfigureAwait(false);
        var image = there.FirstOrDefault(one => SnapshotMark.In(one).Id == snapshot && one.Text("status") == "active");
        if (image.ValueKind != JsonValueKind.Object)
        {
            throw new DriverException(DriverFailure.Missing, "the server has no such snapshot");
        }

        server = await StoppedAsync(key, cancellationToken).ConfigureAwait(false);
        var detail = new JsonObject { ["imageRef"] = image.Required("id") };
        await power.ActAsync(key, server, "rebuild", detail, cancellationToken).ConfigureAwait(false);
        server = await power.OffAsync(key, cancellationToken).ConfigureAwait(false);
        return await inventory.ServerAsync(key, server, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes one.</summary>
    public Task RemoveAsync(SnapshotId snapshot, CancellationToken cancellationToken) =>
        RemoveAsync($"&{SnapshotMark.IdProperty}={snapshot}", cancellationToken);

    /// <summary>Removes all that were taken of a server by us.</summary>
    public Task RemoveAllAsync(ResourceKey key, CancellationToken cancellationToken) =>
        RemoveAsync($"&{SnapshotMark.ServerProperty}={key.NativeId}", cancellationToken);

    private static JsonObject Request(ResourceKey key, SnapshotSpec snapshot) => new()
    {
        ["name"] = SnapshotMark.ImageName(snapshot.Id),
        ["metadata"] = new JsonObject
        {
            [SnapshotMark.IdProperty] = $"{snapshot.Id}",
            [SnapshotMark.NameProperty] = snapshot.Name,
            [SnapshotMark.ServerProperty] = key.NativeId,
        },
    };

    private async Task RemoveAsync(string filter, CancellationToken cancellationToken)
    {
        foreach (var image in await inventory.ImagesAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            await RemoveAsync(image, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<bool> RemoveAsync(JsonElement image, CancellationToken cancellationToken) =>
        client.TryDeleteAsync(Services.Image, $"/v2/images/{image.Required("id")}", cancellationToken);

    /// <summary>Waits until Glance has it, and removes what an order that arrived twice made more.</summary>
    private async Task AloneAsync(SnapshotId snapshot, CancellationToken cancellationToken)
    {
        var filter = $"&{SnapshotMark.IdProperty}={snapshot}";
        var images = await client.UntilAsync(
            () => inventory.ImagesAsync(filter, cancellationToken),
            all => all.All(image => image.Text("status") is not ("queued" or "saving")),
            "a snapshot",
            cancellationToken).ConfigureAwait(false);
        var whole = images
            .Where(image => image.Text("status") == "active")
            .OrderBy(image => image.Text("created_at"), StringComparer.Ordinal)
            .ThenBy(image => image.Text("id"), StringComparer.Ordinal)
            .FirstOrDefault();
        foreach (var other in images.Where(image => image.Text("id") != whole.Text("id")))
        {
            await RemoveAsync(other, cancellationToken).ConfigureAwait(false);
        }

        if (whole.ValueKind != JsonValueKind.Object)
        {
            throw new DriverException(DriverFailure.Uncertain, "OpenStack did not make an image of the server");
        }
    }

    private async Task<NovaServer> RequiredAsync(ResourceKey key, CancellationToken cancellationToken) =>
        await inventory.FindAsync(key, cancellationToken).ConfigureAwait(false)
        ?? throw new DriverException(DriverFailure.Missing, "the server is not there");

    private async Task<NovaServer> StoppedAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var server = await power.SettledAsync(key, cancellationToken).ConfigureAwait(false);
        return server is { State.State: ResourceState.Stopped, Mark: not { IsMaking: true } }
            ? server
            : throw new DriverException(DriverFailure.Conflict, $"the server is not stopped: it is {server.State}");
    }
}
