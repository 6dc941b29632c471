using System.Data.Common;
using Dapper;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Postgresql;
using Npgsql;

namespace Trading.Storage.Schema;

/// <summary>Brings the database to the schema of this program, or says why it is not there.</summary>
public static class SchemaMigrator
{
    // Any constant of our own; keeps two processes that start together from migrating at once.
    private const long MigrationLock = 7_026_201;

    /// <summary>Applies the scripts that are missing, each in a transaction. Repeating it changes nothing.</summary>
    /// <exception cref="SchemaException">A script failed, or the schema is newer than this program.</exception>
    public static Task ApplyAsync(TradingDatabase database, CancellationToken cancellationToken = default) =>
        ApplyAsync(database, SchemaScripts.Of(database.Engine), cancellationToken);

    /// <summary>Applies the first scripts only: the schema of an older version.</summary>
    internal static async Task ApplyAsync(TradingDatabase database, IEnumerable<SqlScript> scripts, CancellationToken cancellationToken)
    {
        await using var held = await LockAsync(database, cancellationToken);
        var newer = Newer(database.Engine, await AppliedAsync(held, database.Engine, cancellationToken));
        if (newer.Count > 0)
        {
            throw new SchemaException(newer);
        }

        var result = Builder(database)
            .WithScripts(scripts)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new SchemaException([$"Schema script {result.ErrorScript?.Name ?? "(before the first)"} failed: {result.Error.Message}"], result.Error);
        }
    }

    /// <summary>Verifies version, tables and the right to write. Changes nothing; also behind the ready check.</summary>
    /// <exception cref="SchemaException">Something is missing, newer than this program, or read-only; all of it is named.</exception>
    public static async Task CheckAsync(TradingDatabase database, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        var faults = await FaultsAsync(connection, database.Engine, cancellationToken);
        if (faults.Count > 0)
        {
            throw new SchemaException(faults);
        }
    }

    private static async Task<List<string>> FaultsAsync(DbConnection connection, StorageEngine engine, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(connection, engine, cancellationToken);
        List<string> faults = Newer(engine, applied);
        var missing = SchemaScripts.Of(engine).Select(script => script.Name).Except(applied, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            faults.Add($"Schema scripts {string.Join(", ", missing)} are not applied: run the program once with --migrate.");
            return faults;
        }

        var tables = await TablesAsync(connection, engine, cancellationToken);
        faults.AddRange(SchemaScripts.TablesOf(engine).Except(tables, StringComparer.Ordinal)
            .Select(table => $"Table {table} is missing although the schema says it was made: restore the database from a backup."));
        if (faults.Count == 0)
        {
            faults.AddRange(await MissingQueriesAsync(connection, engine, cancellationToken));
        }

        if (faults.Count == 0 && engine is StorageEngine.PostgreSql)
        {
            faults.AddRange(await UnwritableAsync(connection, cancellationToken));
        }

        return faults;
    }

    private static List<string> Newer(StorageEngine engine, IReadOnlyList<string> applied) =>
    [
        .. applied.Except(SchemaScripts.Of(engine).Select(script => script.Name), StringComparer.Ordinal)
            .Select(name => $"Schema script {name} was applied by a newer version of this program: use that version."),
    ];

    private static async Task<IReadOnlyList<string>> AppliedAsync(DbConnection connection, StorageEngine engine, CancellationToken cancellationToken)
    {
        var tables = await TablesAsync(connection, engine, cancellationToken);
        return tables.Contains(SchemaScripts.VersionTable)
            ? (await connection.QueryAsync<string>(new CommandDefinition(
                $"SELECT scriptname FROM {SchemaScripts.VersionTable} ORDER BY scriptname", cancellationToken: cancellationToken))).AsList()
            : [];
    }

    private static async Task<HashSet<string>> TablesAsync(DbConnection connection, StorageEngine engine, CancellationToken cancellationToken)
    {
        var names = await connection.QueryAsync<string>(new CommandDefinition(
            engine is StorageEngine.Sqlite
                ? "SELECT lower(name) FROM sqlite_master WHERE type = 'table'"
                : "SELECT lower(tablename) FROM pg_tables WHERE schemaname = 'public'",
            cancellationToken: cancellationToken));
        return names.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Orleans' providers would say only that a sequence has no elements.</summary>
    private static async Task<IEnumerable<string>> MissingQueriesAsync(DbConnection connection, StorageEngine engine, CancellationToken cancellationToken)
    {
        var present = await connection.QueryAsync<string>(new CommandDefinition("SELECT QueryKey FROM OrleansQuery", cancellationToken: cancellationToken));
        return SchemaScripts.OrleansQueriesOf(engine).Except(present, StringComparer.Ordinal)
            .Select(key => $"Query {key} is missing from OrleansQuery: restore the database from a backup.");
    }

    private static async Task<IEnumerable<string>> UnwritableAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // SHOW would answer for this session only; a standby is read-only for every session.
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean", cancellationToken: cancellationToken)))
        {
            return ["The database server is read-only."];
        }

        var unwritable = await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> @versions
              AND NOT (has_table_privilege(format('%I.%I', schemaname, tablename), 'INSERT')
                   AND has_table_privilege(format('%I.%I', schemaname, tablename), 'UPDATE')
                   AND has_table_privilege(format('%I.%I', schemaname, tablename), 'DELETE'))
            ORDER BY tablename
            """,
            new { versions = SchemaScripts.VersionTable },
            cancellationToken: cancellationToken));
        var tables = unwritable.AsList();
        return tables.Count == 0 ? [] : [$"The database user may only read {string.Join(", ", tables)}: grant INSERT, UPDATE and DELETE."];
    }

    /// <summary>Holds off other migrators as long as the connection lives. On SQLite the directory lock has done that already.</summary>
    private static async Task<DbConnection> LockAsync(TradingDatabase database, CancellationToken cancellationToken)
    {
        if (database.Engine is StorageEngine.Sqlite)
        {
            return await database.Reader.OpenConnectionAsync(cancellationToken);
        }

        var connection = await database.Writer.OpenConnectionAsync(cancellationToken);
        await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition($"SELECT pg_advisory_xact_lock({MigrationLock})", cancellationToken: cancellationToken));
        return connection;
    }

    private static UpgradeEngineBuilder Builder(TradingDatabase database) => database.Engine is StorageEngine.Sqlite
        ? DeployChanges.To.SqliteDatabase(database.Writer.ConnectionString).JournalToSqliteTable(SchemaScripts.VersionTable)
        : DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager((NpgsqlDataSource)database.Writer))
            .JournalToPostgresqlTable("public", SchemaScripts.VersionTable);
}
