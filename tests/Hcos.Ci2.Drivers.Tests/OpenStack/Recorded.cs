using System.Text;
using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>
/// What a real OpenStack (Zed) answered, with the secrets that were planted in it. What is called <c>documented</c> was
/// not recorded: it has the form that the interface's reference gives, with values of our own.
/// </summary>
internal static class Recorded
{
    public const string Endpoint = "https://cloud.example:5000/v3?project=admin&region=RegionOne";

    /// <summary>The secrets that were planted: in user data, base64 of it, metadata and description.</summary>
    public static IReadOnlyList<string> Secrets { get; } =
    [
        "planted-user-data-secret", "cGxhbnRlZC11c2VyLWRhdGEtc2VjcmV0", "planted-metadata-secret",
        "planted-description-secret",
    ];

    public static byte[] Body(string name)
    {
        using var stream = typeof(Recorded).Assembly.GetManifestResourceStream($"openstack/{name}.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd());
    }

    public static JsonElement Json(string name) => Drivers.OpenStack.Http.Json.Parse(Body(name));

    public static JsonElement[] Items(string name, string member) => [.. Json(name).Items(member)];

    public static Catalogue Catalogue(string endpoint = Endpoint) =>
        new(Json("token").Member("token")!.Value, OpenStackAddress.Parse(endpoint));

    public static OpenStackView View() => new(Catalogue(), Items("hypervisors", "hypervisors"));

    /// <summary>The server 'web', which carries a mark, in one of its recorded states.</summary>
    public static NovaServer Server(string state) =>
        new(Items($"servers-{state}", "servers").Single(server => server.Text("name") == "web"));
}
