namespace Hcos.Kernel.Postgres;

/// <summary>Every statement of the event store, for one schema. Column meanings follow Marten's mt_events.</summary>
internal sealed class EventSql(SchemaName schema)
{
    private const string Columns = """
        seq_id, id, stream_id, version, type, data, tenant_id, correlation_id, causation_id, "timestamp",
        cause_log, cause_position, principal, traceparent, epoch, settles_until
        """;

    /// <summary>What a statement that hangs on the head row answers when the row was as expected.</summary>
    public const long HeadRowMatched = 1;

    /// <summary>The table whose existence means that all exist: it is created last.</summary>
    public const string LastTable = "head";

    public string Create { get; } = $"""
        create table {schema}.events (
            seq_id bigint primary key,
            id uuid not null,
            stream_id text not null,
            version bigint not null,
            type text not null,
            data json not null,
            tenant_id text not null,
            correlation_id uuid not null,
            causation_id uuid,
            headers json,
            "timestamp" timestamptz not null,
            cause_log text,
            cause_position bigint,
            principal text not null,
            traceparent text,
            epoch bigint not null,
            settles_until timestamptz);
        create unique index events_stream on {schema}.events (stream_id, version);
        create index events_time on {schema}.events ("timestamp", seq_id);
        {CreateSnapshots(schema)}
        create table {schema}.positions (log text primary key, next bigint not null);
        create table {schema}.head (
            id boolean primary key default true check (id),
            epoch bigint not null,
            position bigint not null);
        insert into {schema}.head (epoch, position) values (0, 0);
        """;

    /// <summary>Raises the epoch; answers it, the head's position, and the last position really there.</summary>
    public string RaiseEpoch { get; } = $"""
        with raised as (update {schema}.head set epoch = epoch + 1 returning epoch, position)
        select epoch, position, coalesce((select max(seq_id) from {schema}.events), 0) from raised
        """;

    public string Positions { get; } = $"select log, next from {schema}.positions";

    public string Epoch { get; } = $"select epoch from {schema}.head";

    /// <summary>
    /// One statement is one transaction and one round trip. Everything hangs on the head row: when it shows another
    /// epoch or position, no row is written and the answer is 0 instead of 1.
    /// </summary>
    public string Commit { get; } = $"""
        with head as (
            update {schema}.head set position = $2 + cardinality($3) where epoch = $1 and position = $2 returning 1),
        moved as (
            insert into {schema}.positions (log, next)
            select p.log, p.next from unnest($16, $17) as p (log, next) where exists (select from head)
            on conflict (log) do update set next = excluded.next),
        written as (
            insert into {schema}.events ({Columns})
            select $2 + n, e.id, stream_id, version, type, data, tenant_id, correlation_id, causation_id, "timestamp",
                cause_log, cause_position, principal, traceparent, $1, settles_until
            from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $18) with ordinality
                as e (id, stream_id, version, type, data, tenant_id, correlation_id, causation_id, "timestamp",
                    cause_log, cause_position, principal, traceparent, settles_until, n)
            where exists (select from head))
        select count(*) from head
        """;

    public string Read { get; } =
        $"select {Columns} from {schema}.events where seq_id >= $1 order by seq_id limit $2";

    public string ReadStream { get; } =
        $"select {Columns} from {schema}.events where stream_id = $3 and version >= $1 order by version limit $2";

    /// <summary>Makes the place of snapshots in a schema from before there were any.</summary>
    public string AddSnapshots { get; } = CreateSnapshots(schema);

    public string Snapshot { get; } =
        $"select position, shape, data, sha256(data) = hash from {schema}.snapshot";

    /// <summary>
    /// One row for ever. The head row is looked at and not locked: a snapshot is a fold of what is committed, so that
    /// nothing is wrong with one that a former owner was just about to keep.
    /// </summary>
    public string Save { get; } = $"""
        with fits as (select from {schema}.head where epoch = $1 and position >= $2),
        kept as (
            insert into {schema}.snapshot as s (position, shape, hash, data)
            select $2, $3, $4, $5 where exists (select from fits)
            on conflict (id) do update set
                position = excluded.position, shape = excluded.shape, hash = excluded.hash, data = excluded.data
                where s.position <= excluded.position)
        select count(*) from fits
        """;

    /// <summary>Log time never goes back, so the last in order of time is the last in order of position.</summary>
    public string PositionAt { get; } = $"""
        select seq_id from {schema}.events where "timestamp" <= $1 order by "timestamp" desc, seq_id desc limit 1
        """;

    // Stored as it comes: it is compressed already.
    private static string CreateSnapshots(SchemaName schema) => $"""
        create table if not exists {schema}.snapshot (
            id boolean primary key default true check (id),
            position bigint not null,
            shape text not null,
            hash bytea not null,
            data bytea not null);
        alter table {schema}.snapshot alter column data set storage external;
        """;
}
