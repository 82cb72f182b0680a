using Hcos.Kernel.Conformance.Events;
using Hcos.Kernel.Stores;
using Hcos.Testing.Postgres;
using Npgsql;

namespace Hcos.Kernel.Postgres.Tests;

/// <summary>What people and operators see in the database.</summary>
[Trait("Needs", "postgres")]
public sealed class DatabaseTests : IAsyncLifetime
{
    private readonly PostgresPeer _peer = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _peer.StartAsync(Token);

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Fact]
    public async Task The_stores_need_no_superuser()
    {
        Assert.False(await AskAsync<bool>(
            "select rolsuper or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user"));
    }

    [Fact]
    public async Task A_role_that_may_create_nothing_in_the_database_is_content_with_a_schema_of_its_own()
    {
        await RunAsync("create schema bsl");
        await RunAsync("""
            do $$ begin execute format('revoke create on database %I from current_user', current_database()); end $$
            """);
        await using var store = Store();
        await using var views = new PostgresViewStore(Options(""), "bsl");
        await using var owner = await store.OwnAsync("bsl", Token);
        await views.WriteAsync("set", 0, 1, [new ViewChange("v", "k", 1, "{}")], Token);

        Assert.Equal(1, owner.Epoch);
        var denied = await Assert.ThrowsAsync<PostgresException>(() => store.OwnAsync("esl", Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
    }

    [Fact]
    public async Task Events_lie_in_columns_that_people_who_know_Marten_can_read()
    {
        await using var store = Store();
        await using var owner = await store.OwnAsync("arml", Token);
        await owner.CommitAsync(Sample.After(owner, "arml", 0, 3), Sample.NoPositions, Token);

        Assert.Equal(
            "3|thing-3|1|conformance.noted.v1|at 3|tenant|other|21|principal|1|2026-03-01 12:00:03",
            await AskAsync<string>(
                """
                select concat_ws('|', seq_id, stream_id, version, type, data->>'text', tenant_id, cause_log,
                    cause_position, principal, epoch, "timestamp" at time zone 'UTC') from arml.events where seq_id = 3
                """));
        Assert.Equal("1|3", await AskAsync<string>(
            "select concat_ws('|', epoch, position) from arml.head"));
    }

    [Fact]
    public async Task A_prefix_keeps_two_platforms_in_one_database_apart()
    {
        await using var store = Store();
        await using var other = Store("second-");
        await using var owner = await store.OwnAsync("cie", Token);
        await using var neighbour = await other.OwnAsync("cie", Token);
        await owner.CommitAsync(Sample.After(owner, "cie", 0, 2), Sample.NoPositions, Token);

        Assert.Empty(await Sample.AllAsync(other, "cie", Token));
        Assert.Equal((1L, 1L), (owner.Epoch, neighbour.Epoch));
    }

    [Fact]
    public async Task Many_processes_that_start_at_once_make_the_schema_once()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => Store()).ToList();
        var epochs = await Task.WhenAll(stores.Select(async store =>
        {
            await using var owner = await store.OwnAsync("esl", Token);
            return owner.Epoch;
        }));
        var views = Enumerable.Range(0, 8).Select(_ => new PostgresViewStore(Options(""), "esl")).ToList();
        await Task.WhenAll(views.Select((view, i) => view.WriteAsync($"set {i}", 0, 1, [], Token)));

        Assert.Equal(Enumerable.Range(1, 8).Select(i => (long)i), epochs.Order());
        foreach (var store in stores) await store.DisposeAsync();
        foreach (var view in views) await view.DisposeAsync();
    }

    [Fact]
    public async Task A_log_whose_head_row_and_events_disagree_is_not_owned()
    {
        await using var store = Store();
        await using (var owner = await store.OwnAsync("cmlc", Token))
        {
            await owner.CommitAsync(Sample.After(owner, "cmlc", 0, 3), Sample.NoPositions, Token);
        }

        await RunAsync("delete from cmlc.events where seq_id = 3");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => store.OwnAsync("cmlc", Token));
        Assert.Contains("ends at 2 but its head row says 3", error.Message, StringComparison.Ordinal);
        await RunAsync("delete from cmlc.head");
        error = await Assert.ThrowsAsync<InvalidOperationException>(() => store.OwnAsync("cmlc", Token));
        Assert.Contains("head row of log cmlc is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_epoch_raised_by_somebody_who_never_held_the_lock_fences_the_owner_all_the_same()
    {
        await using var store = Store();
        await using var owner = await store.OwnAsync("usmc", Token);
        await RunAsync("update usmc.head set epoch = epoch + 1");

        await Assert.ThrowsAsync<OwnershipLostException>(
            () => owner.CommitAsync(Sample.After(owner, "usmc", 0, 1), Sample.NoPositions, Token));
        Assert.Empty(await Sample.AllAsync(store, "usmc", Token));
        await using var next = await store.OwnAsync("usmc", Token);
        await RunAsync("update usmc.head set epoch = epoch + 1");
        await Assert.ThrowsAsync<OwnershipLostException>(() => next.VerifyAsync(Token));
    }

    [Fact]
    public async Task A_commit_is_durable_although_the_role_says_otherwise()
    {
        await RunAsync("""
            do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$
            """);
        await using var connection = new NpgsqlConnection(_peer.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        Assert.Equal("off", await SettingAsync(connection));
        await using var command = new NpgsqlCommand(SessionSql.ForOwner(TimeSpan.FromSeconds(10)), connection);
        await command.ExecuteNonQueryAsync(Token);

        Assert.Equal("on", await SettingAsync(connection));
    }

    private static async Task<string?> SettingAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("show synchronous_commit", connection);
        return (string?)await command.ExecuteScalarAsync(Token);
    }

    private async Task RunAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_peer.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task<TResult> AskAsync<TResult>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_peer.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (TResult)(await command.ExecuteScalarAsync(Token))!;
    }

    private PostgresOptions Options(string prefix) => new()
    {
        ConnectionString = _peer.ConnectionString,
        SchemaPrefix = prefix,
        LockRetry = TimeSpan.FromMilliseconds(20),
        MaxConnections = 2,
    };

    private PostgresEventStore Store(string prefix = "") => new(Options(prefix), Sample.Catalog, TimeProvider.System);
}
