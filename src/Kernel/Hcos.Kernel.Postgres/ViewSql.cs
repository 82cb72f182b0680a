namespace Hcos.Kernel.Postgres;

/// <summary>Every statement of the view store, for one schema. Text from users is only ever a parameter.</summary>
internal sealed class ViewSql(SchemaName schema)
{
    private const string IsPresent = "r.to_position is null";

    private const string IsThen = "r.from_position <= $3 and (r.to_position is null or r.to_position > $3)";

    /// <summary>The table whose existence means that all exist: it is created last.</summary>
    public const string LastTable = "view_sets";

    public string Create { get; } = $"""
        create table {schema}.view_rows (
            view_set text not null collate "C",
            view text not null collate "C",
            key text not null collate "C",
            from_position bigint not null,
            to_position bigint,
            value json not null,
            primary key (view_set, view, key, from_position));
        create index view_rows_present on {schema}.view_rows (view_set, view, key) where to_position is null;
        create table {schema}.view_sets (view_set text collate "C" primary key, position bigint not null);
        """;

    public string Position { get; } = $"select position from {schema}.view_sets where view_set = $1";

    /// <summary>
    /// The set's row is the gate: when it stands elsewhere, no row is written and the answer is 0. The three kinds of
    /// change meet different rows: older versions are closed, a removed version of this very position goes, and the
    /// new value is inserted or takes the place of the one from the same position. Where a row changes several times,
    /// only the first change meets what is stored; each ends where the next begins. Present rows are looked up one by
    /// one (the limit sees to that) and then met by their place, so that no plan for a table without statistics
    /// compares every change with every row.
    /// </summary>
    public string Write { get; } = $"""
        with gate as (
            insert into {schema}.view_sets as s (view_set, position)
            select $1, $3 where $2 = 0 or exists (select from {schema}.view_sets where view_set = $1)
            on conflict (view_set) do update set position = excluded.position where s.position = $2
            returning 1),
        change as (
            select c.view, c.key, c.from_position, c.to_position, c.value, c.is_first
            from unnest($4, $5, $6, $7, $8, $9) as c (view, key, from_position, to_position, value, is_first)
            where exists (select from gate)),
        present as (
            select p.place, p.from_position < c.from_position as is_older, c.from_position as until, c.value
            from change c cross join lateral (
                select r.ctid as place, r.from_position from {schema}.view_rows r
                where r.view_set = $1 and r.view = c.view and r.key = c.key and r.to_position is null limit 1) p
            where c.is_first),
        closed as (
            update {schema}.view_rows r set to_position = p.until from present p
            where r.ctid = p.place and p.is_older),
        removed as (
            delete from {schema}.view_rows r using present p
            where r.ctid = p.place and not p.is_older and p.value is null),
        written as (
            insert into {schema}.view_rows (view_set, view, key, from_position, to_position, value)
            select $1, view, key, from_position, to_position, value from change where value is not null
            on conflict (view_set, view, key, from_position)
                do update set value = excluded.value, to_position = excluded.to_position)
        select count(*) from gate
        """;

    public string Fill { get; } = $"""
        copy {schema}.view_rows (view_set, view, key, from_position, to_position, value) from stdin (format binary)
        """;

    public string Filled { get; } = $"""
        insert into {schema}.view_sets (view_set, position) values ($1, $2) on conflict do nothing
        """;

    public string Get { get; } = RowSql(schema, IsPresent);

    public string GetThen { get; } = RowSql(schema, IsThen);

    public string List { get; } = PageSql(schema, IsPresent);

    public string ListThen { get; } = PageSql(schema, IsThen);

    public string History { get; } = $"""
        select key, from_position, to_position, value from {schema}.view_rows
        where view_set = $1 and view = $2 and key = $3 order by from_position limit $4
        """;

    public string Drop { get; } = $"""
        with rows as (delete from {schema}.view_rows where view_set = $1)
        delete from {schema}.view_sets where view_set = $1
        """;

    /// <summary>The position and all present rows, of one snapshot.</summary>
    public string Everything { get; } = $"""
        select coalesce((select position from {schema}.view_sets where view_set = $1), 0),
            r.view, r.key, r.from_position, r.value
        from (select) as one left join {schema}.view_rows r on r.view_set = $1 and r.to_position is null
        order by r.view, r.key
        """;

    /// <summary>The same as of a position.</summary>
    public string EverythingThen { get; } = $"""
        select $2, r.view, r.key, r.from_position, r.value
        from (select) as one left join {schema}.view_rows r
            on r.view_set = $1 and r.from_position <= $2 and (r.to_position is null or r.to_position > $2)
        order by r.view, r.key
        """;

    public string Sets { get; } = $"select view_set from {schema}.view_sets order by view_set";

    private static string RowSql(SchemaName schema, string when) => $"""
        select r.key, r.from_position, r.to_position, r.value from {schema}.view_rows r
        where r.view_set = $1 and r.view = $2 and {when} and r.key = $4
        """;

    // Position and rows are read by one statement, so that they belong together. A filter names scalars only.
    private static string PageSql(SchemaName schema, string when) => $"""
        select s.position, p.key, p.from_position, p.to_position, p.value
        from (select coalesce((select position from {schema}.view_sets where view_set = $1), 0) as position) s
        left join lateral (
            select r.key, r.from_position, r.to_position, r.value from {schema}.view_rows r
            where r.view_set = $1 and r.view = $2 and {when} and r.key > $4
                and not exists (
                    select from unnest($5, $6) as f (path, wanted)
                    where (r.value #>> string_to_array(f.path, '.') = f.wanted
                        and json_typeof(r.value #> string_to_array(f.path, '.')) not in ('object', 'array'))
                        is not true)
            order by r.key limit $7) p on true
        order by p.key
        """;
}
