using System.Text.Json;

namespace Hcos.Ci2.Drivers.OpenStack.Http;

/// <summary>Where the services of one region are, and with which rights they are asked. Pure.</summary>
internal sealed class Catalogue
{
    private readonly Dictionary<string, (string Id, Uri Url)> _services = new(StringComparer.Ordinal);

    /// <summary>Reads the part <c>token</c> of Keystone's answer.</summary>
    public Catalogue(JsonElement token, OpenStackAddress address)
    {
        var project = token.Member("project")
            ?? throw new DriverException(DriverFailure.Denied, "OpenStack: the account has no project: name one");
        (ProjectId, ProjectName) = (project.Required("id"), project.Required("name"));
        Roles = [.. token.Items("roles").Select(role => role.Required("name")).Order(StringComparer.Ordinal)];
        UserName = token.Member("user")?.Text("name") ?? "";
        foreach (var service in token.Items("catalog"))
        {
            Add(service, address);
        }
    }

    /// <summary>The project's identity.</summary>
    public string ProjectId { get; }

    /// <summary>The project's name.</summary>
    public string ProjectName { get; }

    /// <summary>The account's name.</summary>
    public string UserName { get; }

    /// <summary>The account's roles in the project, sorted.</summary>
    public IReadOnlyList<string> Roles { get; }

    /// <summary>Whether hypervisors and the servers of all projects are seen.</summary>
    public bool IsAdmin => Roles.Contains("admin", StringComparer.OrdinalIgnoreCase);

    /// <summary>The identity of a service, which stays while its addresses change.</summary>
    public string IdOf(string type) => Find(type).Id;

    /// <summary>Where something of a service is. Services are at a root or below a path.</summary>
    /// <param name="type">The type of the service.</param>
    /// <param name="path">The path with its query, from a slash on.</param>
    public Uri AddressOf(string type, string path) => new($"{Find(type).Url.AbsoluteUri.TrimEnd('/')}{path}");

    /// <summary>Whether the region has a service of that type.</summary>
    public bool Has(string type) => _services.ContainsKey(type);

    private (string Id, Uri Url) Find(string type) => _services.TryGetValue(type, out var service)
        ? service
        : throw new DriverException(
            DriverFailure.Invalid, $"OpenStack: the catalogue has no {type} in that region under that interface");

    private void Add(JsonElement service, OpenStackAddress address)
    {
        var endpoints = service.Items("endpoints")
            .Where(endpoint => endpoint.Text("interface") == address.Interface
                && (address.Region is null || endpoint.Text("region_id") == address.Region))
            .ToList();
        if (endpoints.Count == 0) return;
        var type = service.Required("type");
        if (endpoints.Count > 1)
        {
            throw new DriverException(
                DriverFailure.Invalid, $"OpenStack: the catalogue has {type} in several regions: name one");
        }

        var text = endpoints[0].Required("url");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            throw OpenStackErrors.Odd($"the catalogue's address of {type} is none");
        }

        // The token goes there: in the clear only where Keystone itself is on this machine.
        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            throw new DriverException(
                DriverFailure.Invalid, $"OpenStack: the catalogue's address of {type} is plain http");
        }

        _services[type] = (service.Text("id") ?? type, url);
    }
}
