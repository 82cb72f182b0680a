using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>An endpoint's text, taken apart.</summary>
/// <param name="Identity">Where Keystone is, up to <c>/v3</c>.</param>
/// <param name="Project">The project to work in, or null for the account's own.</param>
/// <param name="ProjectDomain">The domain of the project.</param>
/// <param name="UserDomain">The domain of the account.</param>
/// <param name="Region">The region of the catalogue; null where the catalogue has one only.</param>
/// <param name="Interface">Which of a service's endpoints is used: public, internal or admin.</param>
/// <param name="IsApplicationCredential">Whether the credential is an application credential.</param>
/// <param name="Notifications">The broker of the notifications, without account; null where changes are polled.</param>
internal sealed record OpenStackAddress(
    Uri Identity,
    string? Project,
    string ProjectDomain,
    string UserDomain,
    string? Region,
    string Interface,
    bool IsApplicationCredential,
    Uri? Notifications)
{
    private const string Right = "right would be https://keystone.example:5000/v3?project=demo&region=RegionOne, "
        + "with user-domain, project-domain, interface=public|internal|admin, auth=application-credential and "
        + "notifications=amqps://broker.example where they apply";

    private const int LongestValue = 255;

    /// <summary>What is wrong with <paramref name="text"/>, or null.</summary>
    public static string? Check(string text) => Read(text, out _);

    /// <summary>Reads a text that <see cref="Check"/> finds fine.</summary>
    public static OpenStackAddress Parse(string text) =>
        Read(text, out var address) is { } wrong ? throw new DriverException(DriverFailure.Invalid, wrong) : address!;

    private static string? Read(string text, out OpenStackAddress? address)
    {
        address = null;
        if (HttpEndpoint.Check(text, Right, out var uri) is { } wrong) return wrong;
        return uri!.AbsolutePath.TrimEnd('/').EndsWith("/v3", StringComparison.Ordinal)
            ? ReadQuery(uri, out address)
            : $"the path '{uri.AbsolutePath}' does not end with /v3; {Right}";
    }

    private static string? ReadQuery(Uri uri, out OpenStackAddress? address)
    {
        var identity = new UriBuilder(uri) { Query = "", Path = uri.AbsolutePath.TrimEnd('/') }.Uri;
        address = new(identity, null, "Default", "Default", null, "public", false, null);
        foreach (var (name, value) in HttpEndpoint.Settings(uri))
        {
            if (value.Length is 0 or > LongestValue || With(address, name, value) is not { } next)
            {
                address = null;
                return $"'{name}' is no setting, or not with this value; {Right}";
            }

            address = next;
        }

        if (address is not { IsApplicationCredential: true, Project: not null }) return null;
        address = null;
        return $"an application credential has its project already; {Right}";
    }

    private static OpenStackAddress? With(OpenStackAddress address, string name, string value) => name switch
    {
        "project" => address with { Project = value },
        "project-domain" => address with { ProjectDomain = value },
        "user-domain" => address with { UserDomain = value },
        "region" => address with { Region = value },
        "interface" when value is "public" or "internal" or "admin" => address with { Interface = value },
        "auth" when value is "password" or "application-credential" =>
            address with { IsApplicationCredential = value != "password" },
        "notifications" when Broker(value) is { } broker => address with { Notifications = broker },
        _ => null,
    };

    private static Uri? Broker(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == "amqps" || (uri.Scheme == "amqp" && uri.IsLoopback))
        && uri is { Host.Length: > 0, UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 } ? uri : null;
}
