using System.Text;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Making and removing servers, each within one call.</summary>
internal sealed class OpenStackServers(OpenStackClient client, OpenStackInventory inventory, OpenStackOptions options)
{
    private readonly OpenStackPermits _permits = new(client);
    private readonly OpenStackFlavors _flavors = new(client);
    private readonly OpenStackPower _power = new(client, inventory);

    /// <summary>Makes the server or converges it.</summary>
    public async Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken)
    {
        var server = await EnsureAsync(spec, isToRun: false, cancellationToken).ConfigureAwait(false);
        return await inventory.ServerAsync(ServerMark.KeyOf(spec.Id.Value), server, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Makes the server or converges it, and sees to it that it runs.</summary>
    public async Task<ResourceObject> LaunchAsync(ResourceSpec spec, CancellationToken cancellationToken)
    {
        var server = await EnsureAsync(spec, isToRun: true, cancellationToken).ConfigureAwait(false);
        var key = ServerMark.KeyOf(spec.Id.Value);
        return server.State.State == ResourceState.Running
            ? await inventory.ServerAsync(key, server, cancellationToken).ConfigureAwait(false)
            : await _power.DoAsync(key, PowerAction.Start, cancellationToken).ConfigureAwait(false);
    }

    private async Task<NovaServer> EnsureAsync(
        ResourceSpec spec, bool isToRun, CancellationToken cancellationToken)
    {
        ServerRules.Check(spec, options);
        var id = spec.Id.Value;
        var needs = await new OpenStackNeeds(client, inventory).FindAsync(spec, cancellationToken)
            .ConfigureAwait(false);
        var before = await inventory.MarkedAsync(id, cancellationToken).ConfigureAwait(false);
        if (before.Find(id) is { Mark.IsMaking: false } made)
        {
            await new OpenStackConvergence(_flavors, _power).ConvergeAsync(spec, made, needs, cancellationToken)
                .ConfigureAwait(false);
        }
        else
        {
            await MakeAsync(spec, needs, before.Find(id), isToRun, cancellationToken).ConfigureAwait(false);
        }

        return await AloneAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw new DriverException(DriverFailure.Uncertain, "the server vanished while it was made");
    }

    /// <summary>
    /// Removes the server and what creates left half-made; then their permits, so that a create that is still on its
    /// way is refused; then what such a create made before that; then its snapshots.
    /// </summary>
    public async Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(key.NativeId, "D", out var id)) return;
        if (await inventory.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } server)
        {
            await RemoveAsync([server], cancellationToken).ConfigureAwait(false);
        }

        await RemoveMakingAsync(id, cancellationToken).ConfigureAwait(false);
        await _permits.WithdrawAsync(id, cancellationToken).ConfigureAwait(false);
        await RemoveMakingAsync(id, cancellationToken).ConfigureAwait(false);
        await new OpenStackSnapshots(client, inventory, _power).RemoveAllAsync(key, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Gives a stopped server another size.</summary>
    public async Task<ResourceObject> ResizeAsync(
        ResourceKey key, ServerSize size, CancellationToken cancellationToken)
    {
        var server = await new OpenStackConvergence(_flavors, _power).ResizeAsync(key, size, cancellationToken)
            .ConfigureAwait(false);
        return await inventory.ServerAsync(key, server, cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveMakingAsync(Guid id, CancellationToken cancellationToken)
    {
        var marked = await inventory.MarkedAsync(id, cancellationToken).ConfigureAwait(false);
        await RemoveAsync([.. marked.All.Where(server => server.Mark is { IsMaking: true })], cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The server after second copies of it were looked for and removed; null when it is gone.</summary>
    private async Task<NovaServer?> AloneAsync(Guid id, CancellationToken cancellationToken)
    {
        var marked = await inventory.MarkedAsync(id, cancellationToken).ConfigureAwait(false);
        await RemoveAsync([.. marked.Spare(id)], cancellationToken).ConfigureAwait(false);
        return marked.Find(id);
    }

    private async Task RemoveAsync(IReadOnlyList<NovaServer> servers, CancellationToken cancellationToken)
    {
        foreach (var server in servers)
        {
            await client.TryDeleteAsync(Services.Compute, $"/servers/{server.Id}", cancellationToken)
                .ConfigureAwait(false);
        }

        foreach (var server in servers)
        {
            await client.UntilAsync(
                () => client.FindAsync(Services.Compute, $"/servers/{server.Id}", cancellationToken),
                found => found?.Member("server") is not { } json || new NovaServer(json).IsGone,
                "a removal",
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MakeAsync(
        ResourceSpec spec, ServerNeeds needs, NovaServer? half, bool isToRun, CancellationToken cancellationToken)
    {
        var key = ServerMark.KeyOf(spec.Id.Value);
        try
        {
            if (half is { State.State: ResourceState.Error })
            {
                await RemoveAsync([half], cancellationToken).ConfigureAwait(false);
                half = null;
            }

            if (half is null) await CreateAsync(spec, needs, cancellationToken).ConfigureAwait(false);
            await FinishAsync(spec.Id.Value, needs, isToRun, cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException refused) when (refused.Failure
            is not (DriverFailure.Unavailable or DriverFailure.Uncertain))
        {
            // What was refused leaves nothing behind.
            await DeleteAsync(key, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Nova starts what it makes: it is stopped, unless it is to run, and then it is whole.</summary>
    private async Task FinishAsync(Guid id, ServerNeeds needs, bool isToRun, CancellationToken cancellationToken)
    {
        var key = ServerMark.KeyOf(id);
        var server = await _power.SettledAsync(key, cancellationToken).ConfigureAwait(false);
        if (server.State.State == ResourceState.Error)
        {
            throw OpenStackErrors.NotMade(server.Fault, options.LongestMessage);
        }

        if (!isToRun || server.State.State != ResourceState.Running)
        {
            server = await StoppedAsync(key, server, cancellationToken).ConfigureAwait(false);
        }

        await _permits.EndAsync(id, needs.NetworkId, cancellationToken).ConfigureAwait(false);
        // What is whole was alone then: whoever only reads that it is there may tell it made.
        var alone = await AloneAsync(id, cancellationToken).ConfigureAwait(false);
        if (alone?.Id != server.Id)
        {
            throw new DriverException(DriverFailure.Uncertain, "another server with the mark was found beside it");
        }

        await client.TryDeleteAsync(
            Services.Compute, $"/servers/{server.Id}/metadata/{ServerMark.MakingKey}", cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<NovaServer> StoppedAsync(
        ResourceKey key, NovaServer server, CancellationToken cancellationToken)
    {
        if (server.State.State != ResourceState.Stopped)
        {
            server = await _power.StopAsync(key, server, cancellationToken).ConfigureAwait(false);
        }

        return server.State.State == ResourceState.Stopped
            ? server
            : throw new DriverException(DriverFailure.Uncertain, $"a new server did not stop: it is {server.State}");
    }

    private async Task CreateAsync(ResourceSpec spec, ServerNeeds needs, CancellationToken cancellationToken)
    {
        var flavor = await _flavors.FindAsync(needs.Sizes, cancellationToken).ConfigureAwait(false)
            ?? await _flavors.MakeAsync(needs.Sizes, cancellationToken).ConfigureAwait(false);
        var id = spec.Id.Value;
        var permit = await _permits.NewAsync(
            id, needs.NetworkId, () => RemoveMakingAsync(id, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        await client.ChangeAsync(
            HttpMethod.Post,
            Services.Compute,
            "/servers",
            new JsonObject { ["server"] = Request(spec, needs, flavor, permit) },
            cancellationToken).ConfigureAwait(false);
    }

    private static JsonObject Request(ResourceSpec spec, ServerNeeds needs, string flavor, Permit permit)
    {
        var id = spec.Id.Value;
        var server = new JsonObject
        {
            ["name"] = spec.Name,
            ["imageRef"] = needs.Image.Required("id"),
            ["flavorRef"] = flavor,
            ["networks"] = permit.PortId is { } port ? new JsonArray(new JsonObject { ["port"] = port }) : "none",
            ["tags"] = new JsonArray(ServerMark.Tag(id)),
            ["metadata"] = new JsonObject
            {
                [ServerMark.Key] = ServerMark.NativeId(id),
                [ServerMark.MakingKey] = "true",
            },
        };
        if (permit.GroupId is { } group)
        {
            server["security_groups"] = new JsonArray(new JsonObject { ["name"] = group });
        }

        if (needs.Hypervisor is { } hypervisor) server["hypervisor_hostname"] = hypervisor;
        if (spec.Server!.UserData is { } data)
        {
            server["user_data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(data));
        }

        return server;
    }
}
