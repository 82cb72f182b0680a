using System.Globalization;

namespace Hcos.Kernel.Postgres;

/// <summary>Statements about sessions and schemas, whatever is in them.</summary>
internal static class SessionSql
{
    public const string TryLock = "select pg_try_advisory_lock($1)";

    public const string LockForCreation = "select pg_advisory_xact_lock($1)";

    /// <summary>
    /// Reads the tables of the catalog: looking a name up could answer from what the session knew before.
    /// </summary>
    public const string Exists = """
        select exists (
            select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = $1 and c.relname = $2)
        """;

    /// <summary>
    /// Creates a schema where there is none. Not "if not exists", which asks for the right to create one even then.
    /// </summary>
    public static string CreateSchema(SchemaName schema) => $"""
        do $$ begin
            if not exists (select from pg_catalog.pg_namespace where nspname = '{schema.Unquoted}') then
                create schema {schema};
            end if;
        end $$;
        """;

    /// <summary>
    /// An owner's session may wait for ever, the server notices when its client is gone, and a commit is on disk
    /// (and on the synchronous standbys) when it is answered, whatever the role's defaults say.
    /// </summary>
    public static string ForOwner(TimeSpan keepAlive)
    {
        var seconds = Math.Max(1, (int)keepAlive.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return $"""
            set statement_timeout = 0; set lock_timeout = 0; set idle_session_timeout = 0;
            set tcp_keepalives_idle = {seconds}; set tcp_keepalives_interval = {seconds};
            set tcp_keepalives_count = 3;
            select set_config('synchronous_commit', 'on', false)
            where current_setting('synchronous_commit') in ('off', 'local');
            """;
    }
}
