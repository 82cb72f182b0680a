using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Tests.Platform;

/// <summary>A server that is on a platform, as the layers below tell of it.</summary>
internal static class MadeServer
{
    private static readonly EnvironmentId Lab = new(DerivedId.From("lab"));

    /// <summary>Makes it, and waits until its native object is shown.</summary>
    public static async Task MakeAsync(SmallPlatform platform, string name)
    {
        await platform.PostAsync("/v1/servers?wait=20", $$"""{"name":"{{name}}"}""");
        var shown = await platform.GetAsync($"/v1/servers/{name}");
        var server = new ServerId(Guid.Parse((string)shown.Body["id"]!));
        var resource = new ResourceId(DerivedId.From("resource", name));
        var claim = new ClaimId(DerivedId.From("claim", name));
        var key = new ResourceKey(ResourceKind.Server, resource.ToString());
        var seen = new ResourceObject(key, name, ResourceState.Running);
        var evidence = new Evidence(TimeProvider.System.GetUtcNow(), EvidenceSource.Effect);
        await platform.TellAsync("bsl", new ServerPlaced(
            server,
            1,
            resource,
            claim,
            new ResourceSpec(resource, ResourceKind.Server, name),
            Capacity.None,
            new PlacementDecision("1", "1", 1, Lab, "host-1", "node-1", 1, [], [])));
        await platform.TellAsync("arml", new ResourceProvisioned(resource, claim, Lab, key, seen, evidence));
        await platform.TellAsync("ci2", new ResourceObserved(Lab, key, seen, evidence));
        await Eventually.TrueAsync(
            async () => (await platform.GetAsync($"/v1/servers/{name}")).Body["resourceRow"] is { } row
                && (await platform.GetAsync($"/v1/resources/{row}")).Code == 200,
            $"{name} is shown with its native object");
    }
}
