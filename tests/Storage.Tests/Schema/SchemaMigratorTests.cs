using Dapper;
using Trading.Storage.Schema;
using Trading.Testing;

namespace Trading.Storage.Tests.Schema;

public sealed class SchemaMigratorTests(EnginesFixture engines)
{
    [Theory, EachEngine]
    public async Task An_empty_database_is_refused_naming_what_is_missing_and_migrated_in_one_go(StorageEngine engine)
    {
        var database = await engines.EmptyAsync(engine);

        var refused = await Assert.ThrowsAsync<SchemaException>(() => SchemaMigrator.CheckAsync(database, TestContext.Current.CancellationToken));
        await SchemaMigrator.ApplyAsync(database, TestContext.Current.CancellationToken);

        Assert.Contains("0001_orleans", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--migrate", refused.Message, StringComparison.Ordinal);
        await SchemaMigrator.CheckAsync(database, TestContext.Current.CancellationToken);
    }

    [Theory, EachEngine]
    public async Task Applying_twice_changes_nothing(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var before = await DumpAsync(database);

        await SchemaMigrator.ApplyAsync(database, TestContext.Current.CancellationToken);

        Assert.Equal(before, await DumpAsync(database));
    }

    [Theory, EachEngine]
    public async Task A_database_of_a_newer_version_is_refused_and_named(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        await ExecuteAsync(database, "INSERT INTO schema_versions (scriptname, applied) VALUES ('0099_later', CURRENT_TIMESTAMP)");

        var check = await Assert.ThrowsAsync<SchemaException>(() => SchemaMigrator.CheckAsync(database, TestContext.Current.CancellationToken));
        var apply = await Assert.ThrowsAsync<SchemaException>(() => SchemaMigrator.ApplyAsync(database, TestContext.Current.CancellationToken));

        Assert.Contains("0099_later", check.Message, StringComparison.Ordinal);
        Assert.Contains("0099_later", apply.Message, StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task Every_missing_table_is_named(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        await ExecuteAsync(database, "DROP TABLE fills");
        await ExecuteAsync(database, "DROP TABLE OrleansReminders");

        var refused = await Assert.ThrowsAsync<SchemaException>(() => SchemaMigrator.CheckAsync(database, TestContext.Current.CancellationToken));

        Assert.Equal(2, refused.Faults.Count);
        Assert.Contains(refused.Faults, fault => fault.Contains(" fills ", StringComparison.Ordinal));
        Assert.Contains(refused.Faults, fault => fault.Contains(" orleansreminders ", StringComparison.Ordinal));
    }

    [Theory, EachEngine]
    public async Task Each_table_that_is_missing_is_named_by_itself(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var tables = SchemaScripts.TablesOf(engine).ToList();

        foreach (var table in tables)
        {
            await ExecuteAsync(database, $"ALTER TABLE {table} RENAME TO away");
            var refused = await Assert.ThrowsAsync<SchemaException>(() => SchemaMigrator.CheckAsync(database, TestContext.Current.CancellationToken));
            Assert.Contains($"Table {table} is missing", Assert.Single(refused.Faults), StringComparison.Ordinal);
            await ExecuteAsync(database, $"ALTER TABLE away RENAME TO {table}");
        }

        Assert.InRange(tables.Count, 20, int.MaxValue);
        await SchemaMigrator.CheckAsync(database, TestContext.Current.CancellationToken);
    }

    [Theory, EachEngine]
    public async Task A_missing_orleans_query_is_named(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        await ExecuteAsync(database, "DELETE FROM OrleansQuery WHERE QueryKey = 'ClearStorageKey'");

        var refused = await Assert.ThrowsAsync<SchemaException>(() => SchemaMigrator.CheckAsync(database, TestContext.Current.CancellationToken));

        Assert.Contains("ClearStorageKey", Assert.Single(refused.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_only_read_is_refused_naming_the_tables()
    {
        var connectionString = await engines.Postgres.CreateDatabaseAsync();
        await using var owner = TradingDatabase.OpenPostgreSql(connectionString);
        await SchemaMigrator.ApplyAsync(owner, TestContext.Current.CancellationToken);
        await PrivatePostgres.ExecuteAsync(connectionString, "CREATE USER onlooker PASSWORD 'looks-only'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO onlooker");
        var database = new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Database!;
        await using var reader = TradingDatabase.OpenPostgreSql(engines.Postgres.ConnectionString(database, "onlooker", "looks-only"));

        var refused = await Assert.ThrowsAsync<SchemaException>(() => SchemaMigrator.CheckAsync(reader, TestContext.Current.CancellationToken));

        Assert.Contains("orders", Assert.Single(refused.Faults), StringComparison.Ordinal);
        Assert.Contains("grant", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_read_only_is_refused()
    {
        var connectionString = await engines.Postgres.CreateDatabaseAsync();
        await using var database = TradingDatabase.OpenPostgreSql(connectionString);
        await SchemaMigrator.ApplyAsync(database, TestContext.Current.CancellationToken);
        await using var standby = TradingDatabase.OpenPostgreSql(connectionString + ";Options=-c default_transaction_read_only=on");

        var refused = await Assert.ThrowsAsync<SchemaException>(() => SchemaMigrator.CheckAsync(standby, TestContext.Current.CancellationToken));

        Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_at_opening()
    {
        var folder = engines.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "trading.db"), new string('x', 8_192), TestContext.Current.CancellationToken);

        var refused = Assert.Throws<SchemaException>(() => TradingDatabase.OpenSqlite(folder));

        Assert.Contains("trading.db", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_that_start_together_both_find_it_migrated()
    {
        var connectionString = await engines.Postgres.CreateDatabaseAsync();
        await using var first = TradingDatabase.OpenPostgreSql(connectionString);
        await using var second = TradingDatabase.OpenPostgreSql(connectionString);

        await Task.WhenAll(
            Task.Run(() => SchemaMigrator.ApplyAsync(first), TestContext.Current.CancellationToken),
            Task.Run(() => SchemaMigrator.ApplyAsync(second), TestContext.Current.CancellationToken));

        await SchemaMigrator.CheckAsync(second, TestContext.Current.CancellationToken);
    }

    private static async Task ExecuteAsync(TradingDatabase database, string sql)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(sql);
    }

    private static async Task<string> DumpAsync(TradingDatabase database)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var versions = await connection.QueryAsync<string>("SELECT scriptname || ' ' || applied FROM schema_versions ORDER BY scriptname");
        var queries = await connection.QueryAsync<string>("SELECT QueryKey || QueryText FROM OrleansQuery ORDER BY QueryKey");
        return string.Join('\n', versions.Concat(queries));
    }
}
