using Hcos.Ci2.Drivers.Libvirt.Native;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>Changes of a server's execution, each within one call.</summary>
internal sealed class LibvirtPower(LibvirtClient client, LibvirtInventory inventory)
{
    /// <summary>Does an action and reads the server afterwards.</summary>
    public ResourceObject Do(string? uuid, PowerAction action)
    {
        using (var domain = (uuid is null ? null : client.FindDomain(uuid)) ?? throw Gone())
        {
            var record = client.ReadDomain(domain) ?? throw Gone();
            var state = LibvirtMapping.State(record.State, record.Reason, record.HasSavedMemory);
            switch (PowerSteps.Of(state, action))
            {
                case PowerStep.Change:
                    Change(domain, state, action);
                    break;
                case PowerStep.Impossible:
                    throw new DriverException(
                        DriverFailure.Conflict, $"{action} is not possible: the server is {state}");
            }
        }

        return inventory.Server(uuid!) ?? throw Gone();
    }

    private void Change(DomainHandle domain, ResourceState state, PowerAction action)
    {
        switch (action)
        {
            case PowerAction.Start or PowerAction.Resume when state == ResourceState.Suspended:
                Wake(domain);
                break;
            case PowerAction.Start:
                client.StartDomain(domain);
                break;
            case PowerAction.Shutdown:
                client.ShutDownDomain(domain);
                break;
            case PowerAction.PowerOff when state == ResourceState.Suspended:
                client.ForgetSavedMemory(domain);
                break;
            case PowerAction.PowerOff:
                client.DestroyDomain(domain);
                break;
            case PowerAction.Reset:
                client.ResetDomain(domain);
                break;
            case PowerAction.Pause:
                client.SuspendDomain(domain);
                break;
            case PowerAction.Suspend:
                client.SaveMemory(domain);
                break;
            default:
                client.ResumeDomain(domain);
                break;
        }
    }

    /// <summary>A start takes the saved memory; what was paused when somebody else saved it is paused again.</summary>
    private void Wake(DomainHandle domain)
    {
        client.StartDomain(domain);
        var record = client.ReadDomain(domain) ?? throw Gone();
        if (LibvirtMapping.State(record.State, record.Reason, record.HasSavedMemory) == ResourceState.Paused)
        {
            client.ResumeDomain(domain);
        }
    }

    private static DriverException Gone() => new(DriverFailure.Missing, "the server is not there");
}
