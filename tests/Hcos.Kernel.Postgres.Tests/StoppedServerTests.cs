using Hcos.Kernel.Conformance.Events;
using Hcos.Kernel.Stores;
using Hcos.Testing.Postgres;

namespace Hcos.Kernel.Postgres.Tests;

/// <summary>The server is stopped under an owner and started again.</summary>
[Trait("Needs", "postgres")]
public sealed class StoppedServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly PostgresPeer _peer = new(ownServer: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _peer.StartAsync(Token);

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Fact]
    public async Task Owners_lose_their_logs_everybody_is_told_and_afterwards_all_goes_on_where_it_was()
    {
        var options = new PostgresOptions { ConnectionString = _peer.ConnectionString };
        await using var store = new PostgresEventStore(options, Sample.Catalog, TimeProvider.System);
        await using var views = new PostgresViewStore(options, "usl");
        await using var owner = await store.OwnAsync("bsl", Token);
        await owner.CommitAsync(Sample.After(owner, "bsl", 0, 3), Sample.NoPositions, Token);
        await views.WriteAsync("set", 0, 3, [new ViewChange("v", "k", 3, "{}")], Token);
        await _peer.StopServerAsync(Token);

        await Assert.ThrowsAsync<OwnershipLostException>(
            () => owner.CommitAsync(Sample.After(owner, "bsl", 3, 1), Sample.NoPositions, Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OwnAsync("bsl", Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Sample.AllAsync(store, "bsl", Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => views.PositionAsync("set", Token));
        await _peer.StartServerAsync(Token);

        await using var next = await AgainAsync(() => store.OwnAsync("bsl", Token));
        Assert.Equal((owner.Epoch + 1, 3L), (next.Epoch, next.Head));
        Assert.Equal(3, (await AgainAsync(() => Sample.AllAsync(store, "bsl", Token))).Count);
        Assert.Equal(3, await AgainAsync(() => views.PositionAsync("set", Token)));
        await next.CommitAsync(Sample.After(next, "bsl", 3, 1), Sample.NoPositions, Token);
        await views.WriteAsync("set", 3, 4, [new ViewChange("v", "k", 4, null)], Token);
    }

    /// <summary>As every caller must: what is unavailable is asked again, until a deadline.</summary>
    private static async Task<TResult> AgainAsync<TResult>(Func<Task<TResult>> call)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StoreUnavailableException) when (!deadline.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }
}
