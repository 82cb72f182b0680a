using System.Runtime.CompilerServices;
using Hcos.Ci2.Drivers.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Example;

/// <summary>The smallest driver that keeps all promises: a platform that speaks JSON over HTTP.</summary>
internal sealed class ExampleDriver : IResourceDriver
{
    private readonly BoundedHttp _http;
    private readonly NativeCalls<ExampleClient> _calls;

    public ExampleDriver(Uri endpoint, DriverConnection connection, ExampleOptions options)
    {
        _http = new(options.Http, connection.TrustFile, connection.Time, connection.Calls);
        _calls = new(call => new(_http, endpoint, connection.Secret, call), connection.BeforeChange);
    }

    public DriverCapabilities Capabilities { get; } = new(
        ExampleDriverFactory.KindName,
        [ResourceKind.Host, ResourceKind.Server, ResourceKind.Volume, ResourceKind.Image, ResourceKind.Network],
        [ResourceKind.Server],
        []);

    public Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) => _calls.ReadAsync(
        async client => ExampleMapping.Status(
            (await client.FindAsync("about", cancellationToken).ConfigureAwait(false))!.Value),
        cancellationToken);

    public async IAsyncEnumerable<ResourceObject> ListAsync(
        ResourceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = PathOf(kind);
        var all = await _calls.ReadAsync(client => client.FindAsync(path, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        foreach (var item in all!.Value.EnumerateArray()) yield return ExampleMapping.Resource(kind, item);
    }

    public Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken) => _calls.ReadAsync(
        async client => await client.FindAsync(PathOf(key), cancellationToken).ConfigureAwait(false) is { } found
            ? ExampleMapping.Resource(key.Kind, found)
            : null,
        cancellationToken);

    public Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken)
    {
        var key = KeyOf(spec);
        var wanted = ExampleMapping.Native(spec);
        return _calls.ChangeAsync(
            key,
            async client =>
            {
                // A read first: a connection that died unnoticed is made anew by it, and nothing was changed.
                await client.FindAsync(PathOf(key), cancellationToken).ConfigureAwait(false);
                await client.ChangeAsync(HttpMethod.Put, PathOf(key), wanted, cancellationToken).ConfigureAwait(false);
                return await client.FindAsync(PathOf(key), cancellationToken).ConfigureAwait(false) is { } made
                    ? ExampleMapping.Resource(key.Kind, made)
                    : throw new DriverException(DriverFailure.Uncertain, "it was gone when it was read afterwards");
            },
            cancellationToken);
    }

    public Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key,
        async client =>
        {
            if (!Capabilities.Ensures.Contains(key.Kind)) throw Undeclared(key.Kind);
            if (await client.FindAsync(PathOf(key), cancellationToken).ConfigureAwait(false) is null) return key;
            await client.ChangeAsync(HttpMethod.Delete, PathOf(key), null, cancellationToken).ConfigureAwait(false);
            return key;
        },
        cancellationToken);

    public ResourceKey KeyOf(ResourceSpec spec) => Capabilities.Ensures.Contains(spec.Kind)
        ? new(spec.Kind, spec.Id.ToString())
        : throw Undeclared(spec.Kind);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private string PathOf(ResourceKey key) => $"{PathOf(key.Kind)}/{Uri.EscapeDataString(key.NativeId)}";

    private string PathOf(ResourceKind kind) =>
        Capabilities.Lists.Contains(kind) ? $"{kind}s".ToLowerInvariant() : throw Undeclared(kind);

    private static DriverException Undeclared(ResourceKind kind) =>
        new(DriverFailure.Invalid, $"this platform does not do that with a {kind}");
}
