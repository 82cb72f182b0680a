using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Npgsql;

namespace Hcos.Kernel.Postgres;

/// <summary>A log owned through one session. The first failure ends the session and the ownership.</summary>
internal sealed class PostgresOwnedLog(
    Connections connections,
    NpgsqlConnection session,
    string log,
    EventSql sql,
    CommitColumns columns,
    long epoch,
    long head,
    IReadOnlyDictionary<string, long> positions) : IOwnedLog
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _looking = new();
    private Task? _nextLook;
    private long _next = head;
    private string? _lost;

    public long Epoch { get; } = epoch;

    public long Head { get; } = head;

    public IReadOnlyDictionary<string, long> Positions { get; } = positions;

    public async Task CommitAsync(
        IReadOnlyList<RecordedEvent> events,
        IReadOnlyDictionary<string, long> positions,
        CancellationToken cancellationToken)
    {
        CommitRules.Check(events);
        await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfLost();
            var expected = events.Count == 0 ? _next : events[0].Position - 1;
            var parameters = columns.Of(Epoch, expected, events, positions);
            var matched = await ExecuteAsync(sql.Commit, parameters, cancellationToken).ConfigureAwait(false);
            if (matched != EventSql.HeadRowMatched)
            {
                throw new OwnershipLostException($"the head of log {log} is no longer {expected} in epoch {Epoch}");
            }

            _next = expected + events.Count;
        }
        catch (Exception error)
        {
            throw await EndAsync(error).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Who asks before the next look at the head begins shares that look.</summary>
    public Task VerifyAsync(CancellationToken cancellationToken)
    {
        lock (_looking) return (_nextLook ??= LookAsync()).WaitAsync(cancellationToken);
    }

    private async Task LookAsync()
    {
        await TakeTurnAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_looking) _nextLook = null;
        try
        {
            ThrowIfLost();

            // Not cancellable: breaking off a look at the head must not cost the ownership. It has a time-out.
            var found = await ExecuteAsync(sql.Epoch, [], CancellationToken.None).ConfigureAwait(false);
            if (found != Epoch) throw new OwnershipLostException($"log {log} is in epoch {found}, not {Epoch}");
        }
        catch (Exception error)
        {
            throw await EndAsync(error).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task SaveAsync(LogSnapshot snapshot, CancellationToken cancellationToken)
    {
        var isKept = await Snapshots.KeepAsync(connections, sql, Epoch, snapshot, cancellationToken)
            .ConfigureAwait(false);
        if (!isKept) throw new OwnershipLostException($"log {log} is not in epoch {Epoch}: its snapshot is not kept");
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _lost ??= "it was given up";
        await session.DisposeAsync().ConfigureAwait(false);
        _turn.Release();
    }

    private Task TakeTurnAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    private async Task<long> ExecuteAsync(
        string text, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        await using var command = new NpgsqlCommand(text, session);
        command.Parameters.AddRange(parameters);
        await command.PrepareAsync(either.Token).ConfigureAwait(false);
        return (long)(await command.ExecuteScalarAsync(either.Token).ConfigureAwait(false))!;
    }

    private void ThrowIfLost()
    {
        if (_lost is not null) throw new OwnershipLostException($"log {log} is no longer owned: {_lost}");
    }

    /// <summary>Closes the session, so that the lock is free for the next owner, and says what to throw.</summary>
    private async Task<OwnershipLostException> EndAsync(Exception error)
    {
        if (_lost is null)
        {
            _lost = PostgresErrors.Reason(error);
            await session.DisposeAsync().ConfigureAwait(false);
        }

        return error as OwnershipLostException
            ?? new OwnershipLostException($"the last call to log {log} may have failed: {_lost}", error);
    }
}
