using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Changes of a server's execution, each within one call.</summary>
internal sealed class OpenStackPower(OpenStackClient client, OpenStackInventory inventory)
{
    /// <summary>What Nova calls a server that was resized and not confirmed.</summary>
    public const string AwaitsConfirmation = "resized";

    /// <summary>Does an action and reads the server afterwards.</summary>
    public async Task<ResourceObject> DoAsync(ResourceKey key, PowerAction action, CancellationToken cancellationToken)
    {
        var server = await SettledAsync(key, cancellationToken).ConfigureAwait(false);
        if (server.Mark is { IsMaking: true })
        {
            throw new DriverException(DriverFailure.Conflict, "the server is still being made");
        }

        var state = server.State.State;
        switch (PowerSteps.Of(state, action))
        {
            case PowerStep.Change:
                server = await ChangeAsync(key, server, action, cancellationToken).ConfigureAwait(false);
                break;
            case PowerStep.Impossible:
                throw new DriverException(DriverFailure.Conflict, $"{action} is not possible: the server is {state}");
        }

        return await inventory.ServerAsync(key, server, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops a server that executes, by itself or paused, and waits for the end of that.</summary>
    public async Task<NovaServer> StopAsync(ResourceKey key, NovaServer server, CancellationToken cancellationToken)
    {
        // Nova stops only what is active; a paused guest runs for a moment before it is stopped.
        if (server.State.VmState is "paused" or "suspended")
        {
            var back = server.State.VmState == "paused" ? "unpause" : "resume";
            server = await ActAsync(key, server, back, null, cancellationToken).ConfigureAwait(false);
        }

        return await ActAsync(key, server, "os-stop", null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks Nova for an action, and waits until it is at rest again.</summary>
    public async Task<NovaServer> ActAsync(
        ResourceKey key, NovaServer server, string action, JsonNode? detail, CancellationToken cancellationToken)
    {
        await client.ChangeAsync(
            HttpMethod.Post,
            Services.Compute,
            $"/servers/{server.Id}/action",
            new JsonObject { [action] = detail },
            cancellationToken).ConfigureAwait(false);
        return await SettledAsync(key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The server once Nova is not at work on it any more.</summary>
    public Task<NovaServer> SettledAsync(ResourceKey key, CancellationToken cancellationToken) =>
        SettledAsync(key, "building", cancellationToken);

    /// <summary>The server once it was resized for good: until then it waits for that, or Nova is at it.</summary>
    public async Task<NovaServer> ConfirmedAsync(
        ResourceKey key, NovaServer server, CancellationToken cancellationToken)
    {
        try
        {
            await ActAsync(key, server, "confirmResize", null, cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException under) when (under.Failure is DriverFailure.Conflict or DriverFailure.Invalid)
        {
            // It is being confirmed: Nova shows no task while it is at that, and says that nothing was resized.
        }

        return await SettledAsync(key, AwaitsConfirmation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The server once it is off: Nova starts what it makes anew, and stops what was off before.</summary>
    public async Task<NovaServer> OffAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var server = await SettledAsync(key, cancellationToken).ConfigureAwait(false);
        if (server.State.State == ResourceState.Running)
        {
            try
            {
                server = await StopAsync(key, server, cancellationToken).ConfigureAwait(false);
            }
            catch (DriverException under) when (under.Failure == DriverFailure.Conflict)
            {
                server = await SettledAsync(key, cancellationToken).ConfigureAwait(false);
            }
        }

        return server.State.State == ResourceState.Stopped
            ? server
            : throw new DriverException(DriverFailure.Uncertain, $"the server is not stopped: it is {server.State}");
    }

    private async Task<NovaServer> SettledAsync(
        ResourceKey key, string unsettled, CancellationToken cancellationToken) =>
        await client.UntilAsync(
            () => inventory.FindAsync(key, cancellationToken),
            server => server is null || (!server.State.IsBusy && server.State.VmState != unsettled),
            "a change of state",
            cancellationToken).ConfigureAwait(false)
        ?? throw new DriverException(DriverFailure.Missing, "the server is not there");

    private async Task<NovaServer> ChangeAsync(
        ResourceKey key, NovaServer server, PowerAction action, CancellationToken cancellationToken)
    {
        var (name, detail) = Action(server.State, action);
        var after = name == "os-stop"
            ? await StopAsync(key, server, cancellationToken).ConfigureAwait(false)
            : await ActAsync(key, server, name, detail, cancellationToken).ConfigureAwait(false);
        var wanted = Wanted(action);
        return after.State.State == wanted
            ? after
            : throw new DriverException(
                DriverFailure.Uncertain, $"OpenStack accepted '{name}', and the server is {after.State}");
    }

    /// <summary>Nova has no start for what it believes to be active: a hard reboot starts from everywhere.</summary>
    private static (string Name, JsonNode? Detail) Action(NovaState state, PowerAction action) => action switch
    {
        PowerAction.Start when state.VmState == "stopped" => ("os-start", null),
        PowerAction.Start or PowerAction.Resume when state.VmState == "suspended" => ("resume", null),
        PowerAction.Start when state.VmState is "shelved" or "shelved_offloaded" => ("unshelve", null),
        PowerAction.Start or PowerAction.Reset => ("reboot", new JsonObject { ["type"] = "HARD" }),
        PowerAction.Pause => ("pause", null),
        PowerAction.Resume => ("unpause", null),
        PowerAction.Suspend => ("suspend", null),
        _ => ("os-stop", null),
    };

    private static ResourceState Wanted(PowerAction action) => action switch
    {
        PowerAction.Shutdown or PowerAction.PowerOff => ResourceState.Stopped,
        PowerAction.Pause => ResourceState.Paused,
        PowerAction.Suspend => ResourceState.Suspended,
        _ => ResourceState.Running,
    };
}
