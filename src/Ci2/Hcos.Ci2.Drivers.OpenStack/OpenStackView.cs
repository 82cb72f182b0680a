using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>What servers' descriptions need to know of the cloud. Pure.</summary>
internal sealed class OpenStackView
{
    private readonly Catalogue _catalogue;
    private readonly Dictionary<string, string> _hypervisors;

    /// <summary>Takes who asks, and the hypervisors, where they are seen.</summary>
    public OpenStackView(Catalogue catalogue, IEnumerable<JsonElement> hypervisors)
    {
        _catalogue = catalogue;
        _hypervisors = hypervisors
            .DistinctBy(one => one.Required("hypervisor_hostname"), StringComparer.Ordinal)
            .ToDictionary(
                one => one.Required("hypervisor_hostname"), one => one.Required("id"), StringComparer.Ordinal);
    }

    /// <summary>Native id of the host that a server is on, or null while it is on none.</summary>
    public string? HostOf(NovaServer server) => !_catalogue.IsAdmin
        ? _catalogue.ProjectId
        : HypervisorOf(server) is { } name ? _hypervisors.GetValueOrDefault(name) : null;

    /// <summary>The name of the host whose pool the server's root disk is in.</summary>
    public string? PoolOf(NovaServer server) => _catalogue.IsAdmin ? HypervisorOf(server) : _catalogue.ProjectName;

    /// <summary>The name of the hypervisor of that native id; null when there is none.</summary>
    public string? HypervisorName(string id) =>
        _hypervisors.Where(one => one.Value == id).Select(one => one.Key).FirstOrDefault();

    private static string? HypervisorOf(NovaServer server) => server.Json.Text("OS-EXT-SRV-ATTR:hypervisor_hostname");
}
