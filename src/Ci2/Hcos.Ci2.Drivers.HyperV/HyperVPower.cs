using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>Changes of a server's execution, each within one call.</summary>
internal sealed class HyperVPower(HyperVClient client, HyperVInventory inventory)
{
    /// <summary>Requested states of <c>RequestStateChange</c>.</summary>
    public const int Off = 3;
    private const int Run = 2;
    private const int Save = 6;
    private const int Quiesce = 9;
    private const int Restart = 11;

    private static readonly string[] ComponentKeys =
        ["CreationClassName", "DeviceID", "SystemCreationClassName", "SystemName"];

    private readonly HyperVChanges _changes = new(client);

    /// <summary>Does an action and reads the server afterwards.</summary>
    public async Task<ResourceObject> DoAsync(ResourceKey key, PowerAction action, CancellationToken cancellationToken)
    {
        var machines = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        var machine = machines.Find(key) ?? throw HyperVErrors.NoServer();
        if (machine.Mark is { IsMaking: true })
        {
            throw new DriverException(DriverFailure.Conflict, "the server is still being made");
        }

        var settled = await SettledAsync(machine.Guid, cancellationToken).ConfigureAwait(false)
            ?? throw HyperVErrors.NoServer();
        var state = settled.State;
        switch (PowerSteps.Of(state, action))
        {
            case PowerStep.Change:
                await ChangeAsync(machine.Guid, action, cancellationToken).ConfigureAwait(false);
                break;
            case PowerStep.Impossible:
                throw new DriverException(DriverFailure.Conflict, $"{action} is not possible: the server is {state}");
        }

        var after = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        return after.Find(key) is { } found
            && await inventory.ServerAsync(after, found, cancellationToken).ConfigureAwait(false) is { } seen
            ? seen
            : throw HyperVErrors.NoServer();
    }

    /// <summary>Throws unless the server is whole and stopped.</summary>
    public async Task CheckStoppedAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (machine.Mark is { IsMaking: true })
        {
            throw new DriverException(DriverFailure.Conflict, "the server is still being made");
        }

        var settled = await SettledAsync(machine.Guid, cancellationToken).ConfigureAwait(false)
            ?? throw HyperVErrors.NoServer();
        if (settled.State != ResourceState.Stopped)
        {
            throw new DriverException(DriverFailure.Conflict, $"the server is {settled.State}: stop it first");
        }
    }

    /// <summary>A machine's state once it is not on its way any more; null when there is no such machine.</summary>
    public Task<MachineState?> SettledAsync(string guid, CancellationToken cancellationToken) => client.UntilAsync(
        async () => await client.GetAsync(WmiReference.Machine(guid), cancellationToken)
            .ConfigureAwait(false) is { } system
            ? new MachineState((int)(system.Number("EnabledState") ?? 0))
            : (MachineState?)null,
        state => state is not { IsTransition: true },
        "a change of state", cancellationToken);

    private Task ChangeAsync(string guid, PowerAction action, CancellationToken cancellationToken) => action switch
    {
        PowerAction.Start or PowerAction.Resume => _changes.RequestStateAsync(guid, Run, cancellationToken),
        PowerAction.PowerOff => _changes.RequestStateAsync(guid, Off, cancellationToken),
        PowerAction.Reset => _changes.RequestStateAsync(guid, Restart, cancellationToken),
        PowerAction.Pause => _changes.RequestStateAsync(guid, Quiesce, cancellationToken),
        PowerAction.Suspend => _changes.RequestStateAsync(guid, Save, cancellationToken),
        _ => ShutDownAsync(guid, cancellationToken),
    };

    // Hyper-V has no power button: it asks a service in the guest. A guest without it cannot be asked, which looks the
    // same from here as a guest that does not listen.
    private async Task ShutDownAsync(string guid, CancellationToken cancellationToken)
    {
        var found = await client.FindAsync(
            "Msvm_ShutdownComponent", $"SystemName = {Wql.Text(guid)}", cancellationToken).ConfigureAwait(false);
        if (found is not [var component, ..]) return;
        var reference = new WmiReference(
            Names.Virtualization,
            "Msvm_ShutdownComponent",
            [.. ComponentKeys.Select(key => (key, component.Required(key)))]);
        var parameters = new Parameters(reference.Uri)
            .Text("Force", "false").Text("Reason", "asked for by the operator");
        await client.ChangeAsync(reference, "InitiateShutdown", parameters, cancellationToken).ConfigureAwait(false);
    }
}
