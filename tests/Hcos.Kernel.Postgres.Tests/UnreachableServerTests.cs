using Hcos.Kernel.Conformance.Events;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Postgres.Tests;

/// <summary>Nothing listens at the address.</summary>
public sealed class UnreachableServerTests : IAsyncDisposable
{
    private const string Secret = "s3cret-word";
    private readonly PostgresEventStore _store;
    private readonly PostgresViewStore _views;

    public UnreachableServerTests()
    {
        var options = new PostgresOptions
        {
            ConnectionString = $"Host=127.0.0.1;Port=1;Username=nobody;Password={Secret};Database=none",
        };
        _store = new PostgresEventStore(options, Sample.Catalog, TimeProvider.System);
        _views = new PostgresViewStore(options, "usl");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_says_that_the_store_is_unavailable_and_tells_no_secret()
    {
        Func<Task>[] calls =
        [
            () => _store.OwnAsync("bsl", Token),
            () => Sample.AllAsync(_store, "bsl", Token),
            () => _store.PositionAtAsync("bsl", Sample.Start, Token),
            () => _views.PositionAsync("set", Token),
            () => _views.WriteAsync("set", 0, 1, [], Token),
            () => _views.GetAsync("set", "v", "k", null, Token),
            () => _views.ListAsync("set", "v", new ViewQuery(), Token),
            () => _views.HistoryAsync("set", "v", "k", 1, Token),
            () => _views.DropAsync("set", Token),
            () => _views.HashAsync("set", Token),
        ];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(call);
            Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("BSL")]
    [InlineData("1st")]
    [InlineData("a\"; drop schema public; --")]
    public async Task A_name_that_is_no_schema_name_is_refused(string log)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _store.OwnAsync(log, Token));
        Assert.Throws<ArgumentException>(() => { _store.ReadAsync(log, 1, 1, Token); });
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _views.DisposeAsync();
    }
}
