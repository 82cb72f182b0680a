using System.Text.Json.Nodes;
using Hcos.Testing.OpenStack;

namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>
/// A region of the lab's catalogue whose addresses lead through relays: whatever a driver says in it passes there.
/// </summary>
internal sealed class RelayedRegion : IAsyncDisposable
{
    private readonly List<string> _endpoints = [];
    private readonly string _name;

    private RelayedRegion(OpenStackOperator somebody, string name) => (Operator, _name) = (somebody, name);

    /// <summary>Somebody else, past the relays.</summary>
    public OpenStackOperator Operator { get; }

    /// <summary>The endpoint for a driver.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>Makes one.</summary>
    /// <param name="name">Its name, which nobody else uses.</param>
    /// <param name="through">Leads an address through a relay.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RelayedRegion> OpenAsync(
        string name, Func<Uri, Uri> through, CancellationToken cancellationToken)
    {
        var lab = OpenStackLab.Current;
        var region = new RelayedRegion(
            await OpenStackOperator.SignInAsync(lab, cancellationToken), $"{name}-{Environment.ProcessId}");
        await region.Operator.PostAsync(
            "identity",
            "/regions",
            new JsonObject { ["region"] = new JsonObject { ["id"] = region._name } },
            cancellationToken);
        foreach (var (_, id, url) in region.Operator.Services())
        {
            var endpoint = new JsonObject
            {
                ["service_id"] = id,
                ["interface"] = "public",
                ["region_id"] = region._name,
                ["url"] = through(url).AbsoluteUri,
            };
            var made = await region.Operator.PostAsync(
                "identity", "/endpoints", new JsonObject { ["endpoint"] = endpoint }, cancellationToken);
            region._endpoints.Add(made!["endpoint"]!["id"]!.GetValue<string>());
        }

        region.Endpoint = $"{through(new(lab.Identity))}?project={lab.Project}&region={region._name}";
        return region;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var endpoint in _endpoints)
        {
            await Operator.SendAsync(
                HttpMethod.Delete, "identity", $"/endpoints/{endpoint}", null, CancellationToken.None);
        }

        await Operator.SendAsync(HttpMethod.Delete, "identity", $"/regions/{_name}", null, CancellationToken.None);
        Operator.Dispose();
    }
}
