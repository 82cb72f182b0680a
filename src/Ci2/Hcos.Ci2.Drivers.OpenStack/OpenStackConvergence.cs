using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Makes a server that is there as large as it is to be. A disk only grows.</summary>
internal sealed class OpenStackConvergence(OpenStackFlavors flavors, OpenStackPower power)
{
    /// <summary>Changes what differs from the spec, and nothing when nothing does; its disk stays.</summary>
    public async Task ConvergeAsync(
        ResourceSpec spec, NovaServer server, ServerNeeds needs, CancellationToken cancellationToken)
    {
        if (server.Name != spec.Name)
        {
            throw new DriverException(DriverFailure.Conflict, $"the server exists under the name '{server.Name}'");
        }

        var key = ServerMark.KeyOf(spec.Id.Value);
        server = await WholeAsync(key, server, cancellationToken).ConfigureAwait(false);
        var has = SizesOf(server);
        var wanted = needs.Sizes with { Gibibytes = Math.Max(has.Gibibytes, needs.Sizes.Gibibytes) };
        await ResizeAsync(key, server, wanted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a stopped server another size.</summary>
    public async Task<NovaServer> ResizeAsync(ResourceKey key, ServerSize size, CancellationToken cancellationToken)
    {
        if (size is { Vcpus: < 1 } or { MemoryBytes: < 1 << 20 } or { DiskBytes: < 0 })
        {
            throw new DriverException(DriverFailure.Invalid, $"there is no such size: {size}");
        }

        var server = await power.SettledAsync(key, cancellationToken).ConfigureAwait(false);
        server = await WholeAsync(key, server, cancellationToken).ConfigureAwait(false);
        var has = SizesOf(server);
        if (size.DiskBytes > 0 && size.DiskBytes < OpenStackMapping.Bytes(has.Gibibytes))
        {
            throw new DriverException(
                DriverFailure.Invalid, $"a disk does not become smaller than {has.Gibibytes} GiB");
        }

        if (size.DiskBytes > 0 && server.Json.Member("image") is not { ValueKind: JsonValueKind.Object })
        {
            throw new DriverException(DriverFailure.Invalid, "the server has no disk of its own");
        }

        var wanted = new FlavorSizes(
            size.Vcpus,
            OpenStackMapping.Mebibytes(size.MemoryBytes),
            size.DiskBytes > 0 ? OpenStackMapping.Gibibytes(size.DiskBytes) : has.Gibibytes);
        return await ResizeAsync(key, server, wanted, cancellationToken).ConfigureAwait(false);
    }

    private async Task<NovaServer> ResizeAsync(
        ResourceKey key, NovaServer server, FlavorSizes wanted, CancellationToken cancellationToken)
    {
        if (wanted == SizesOf(server)) return server;
        var flavor = await flavors.FindAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (server is not { State.State: ResourceState.Stopped, Mark: not { IsMaking: true } })
        {
            throw new DriverException(
                DriverFailure.Conflict, $"a server changes its sizes on OpenStack only while it is stopped: {wanted}");
        }

        flavor ??= await flavors.MakeAsync(wanted, cancellationToken).ConfigureAwait(false);
        var resized = await power.ActAsync(
            key, server, "resize", new JsonObject { ["flavorRef"] = flavor }, cancellationToken).ConfigureAwait(false);
        resized = await WholeAsync(key, resized, cancellationToken).ConfigureAwait(false);
        return SizesOf(resized) == wanted
            ? resized
            : throw new DriverException(
                DriverFailure.Exhausted, "OpenStack found no host for the server with its new sizes");
    }

    /// <summary>The server at rest, with nothing of an earlier resize left to do.</summary>
    private async Task<NovaServer> WholeAsync(ResourceKey key, NovaServer server, CancellationToken cancellationToken)
    {
        if (server.State.IsBusy) server = await power.SettledAsync(key, cancellationToken).ConfigureAwait(false);
        return server.State.VmState == OpenStackPower.AwaitsConfirmation
            ? await power.ConfirmedAsync(key, server, cancellationToken).ConfigureAwait(false)
            : server;
    }

    private static FlavorSizes SizesOf(NovaServer server)
    {
        var flavor = server.Json.Member("flavor") ?? throw OpenStackErrors.Odd("a server without a flavor");
        return new((int)(flavor.Number("vcpus") ?? 0), flavor.Number("ram") ?? 0, flavor.Number("disk") ?? 0);
    }
}
