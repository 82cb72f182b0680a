using System.Text.Json;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

/// <summary>
/// Holds a driver to the seam and to its own word: <c>class LibvirtConformance :
/// DriverConformance&lt;LibvirtFixture&gt;</c>
/// is a driver's whole test. An ability that is not declared must be absent; that is what its tests then check.
/// </summary>
/// <typeparam name="TFixture">The platform.</typeparam>
public abstract partial class DriverConformance<TFixture> : IClassFixture<TFixture>, IAsyncLifetime
    where TFixture : DriverFixture
{
    private readonly TFixture _fixture;
    private readonly List<ResourceKey> _made = [];
    private readonly List<ResourceKey> _foreign = [];

    /// <summary>Takes the platform.</summary>
    protected DriverConformance(TFixture fixture) => _fixture = fixture;

    private IResourceDriver Driver => _fixture.Driver;

    private DriverWire Wire => _fixture.Wire;

    private IPowerDriver Power => Assert.IsAssignableFrom<IPowerDriver>(Driver);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Leaves the platform as it was found.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Wire.Restore();
        foreach (var key in _made)
        {
            await Driver.DeleteAsync(key, CancellationToken.None);
        }

        foreach (var key in _foreign)
        {
            await _fixture.RemoveBehindAsync(key, CancellationToken.None);
        }
    }

    private bool Declares(DriverAbility ability) => Driver.Capabilities.Abilities.Contains(ability);

    /// <summary>A spec of its own, removed after the test.</summary>
    private ResourceSpec New(ServerSpec server)
    {
        var spec = _fixture.Spec(server);
        _made.Add(Driver.KeyOf(spec));
        return spec;
    }

    private async Task<ResourceKey> EnsuredAsync(ServerSpec server, ResourceState state = ResourceState.Stopped)
    {
        var made = await Driver.EnsureAsync(New(server), Token);
        await BringToAsync(made.Key, state);
        return made.Key;
    }

    private async Task<ResourceKey> ForeignAsync(string name)
    {
        var key = await _fixture.CreateBehindAsync(name, Token);
        _foreign.Add(key);
        return key;
    }

    private async Task<List<ResourceObject>> ListedAsync(ResourceKind kind)
    {
        var listed = new List<ResourceObject>();
        await foreach (var item in Driver.ListAsync(kind, Token))
        {
            listed.Add(item);
        }

        return listed;
    }

    private async Task<string[]> IdsAsync(ResourceKind kind) =>
        [.. (await ListedAsync(kind)).Select(item => item.Key.NativeId).Order(StringComparer.Ordinal)];

    private async Task<ResourceState?> StateAsync(ResourceKey key) => (await Driver.ReadAsync(key, Token))?.State;

    private Task<Outcome> OutcomeAsync(Func<Task> call) => Outcome.OfAsync(call, _fixture.Patience);

    private async Task FailsAsync(DriverFailure expected, Func<Task> call)
    {
        var outcome = await OutcomeAsync(call);
        Assert.Equal(expected, outcome.Failure);
        Assert.All(_fixture.PlantedSecrets, secret => Assert.DoesNotContain(secret, outcome.Words));
    }

    /// <summary>Everything that is made from a spec: servers and volumes by id.</summary>
    private async Task<string[]> InventoryAsync() =>
        [.. await IdsAsync(ResourceKind.Server), .. await IdsAsync(ResourceKind.Volume)];

    private static string Text(ResourceObject? item) => JsonSerializer.Serialize(item);
}
