using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Makes a server that is there as the spec says: processors and memory. Its disk stays.</summary>
internal sealed class OpenStackConvergence(OpenStackFlavors flavors, OpenStackPower power)
{
    private const string AwaitsConfirmation = "resized";

    /// <summary>Changes what differs, and nothing when nothing does.</summary>
    public async Task ConvergeAsync(
        ResourceSpec spec, NovaServer server, ServerNeeds needs, CancellationToken cancellationToken)
    {
        if (server.Name != spec.Name)
        {
            throw new DriverException(DriverFailure.Conflict, $"the server exists under the name '{server.Name}'");
        }

        var key = ServerMark.KeyOf(spec.Id.Value);
        if (server.State.IsBusy) server = await power.SettledAsync(key, cancellationToken).ConfigureAwait(false);
        if (server.State.VmState == AwaitsConfirmation)
        {
            server = await ConfirmAsync(key, server, cancellationToken).ConfigureAwait(false);
        }

        var has = SizesOf(server);
        var wanted = needs.Sizes with { Gibibytes = Math.Max(has.Gibibytes, needs.Sizes.Gibibytes) };
        if (wanted == has) return;
        if (server.State.State != ResourceState.Stopped)
        {
            throw new DriverException(
                DriverFailure.Conflict, $"a server changes its sizes on OpenStack only while it is stopped: {wanted}");
        }

        var flavor = await flavors.FindAsync(wanted, cancellationToken).ConfigureAwait(false)
            ?? await flavors.MakeAsync(wanted, cancellationToken).ConfigureAwait(false);
        var resized = await power.ActAsync(
            key, server, "resize", new JsonObject { ["flavorRef"] = flavor }, cancellationToken).ConfigureAwait(false);
        if (resized.State.VmState == AwaitsConfirmation)
        {
            resized = await ConfirmAsync(key, resized, cancellationToken).ConfigureAwait(false);
        }

        if (SizesOf(resized) != wanted)
        {
            throw new DriverException(
                DriverFailure.Exhausted, "OpenStack found no host for the server with its new sizes");
        }
    }

    private Task<NovaServer> ConfirmAsync(ResourceKey key, NovaServer server, CancellationToken cancellationToken) =>
        power.ActAsync(key, server, "confirmResize", null, cancellationToken);

    private static FlavorSizes SizesOf(NovaServer server)
    {
        var flavor = server.Json.Member("flavor") ?? throw OpenStackErrors.Odd("a server without a flavor");
        return new((int)(flavor.Number("vcpus") ?? 0), flavor.Number("ram") ?? 0, flavor.Number("disk") ?? 0);
    }
}
