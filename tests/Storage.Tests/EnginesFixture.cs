using Trading.Storage.Schema;
using Trading.Storage.Tests;
using Trading.Testing;

[assembly: AssemblyFixture(typeof(EnginesFixture))]

namespace Trading.Storage.Tests;

/// <summary>A migrated database of each engine for the whole assembly, and fresh ones for tests that need their own.</summary>
public sealed class EnginesFixture : IAsyncLifetime
{
    private readonly List<TemporaryFolder> _folders = [];
    private readonly List<TradingDatabase> _databases = [];
    private PrivatePostgres? _postgres;
    private TradingDatabase _sqlite = null!;
    private TradingDatabase _postgreSql = null!;

    public PrivatePostgres Postgres => _postgres ?? throw new InvalidOperationException("The server is not started.");

    public async ValueTask InitializeAsync()
    {
        _postgres = await PrivatePostgres.StartAsync();
        _sqlite = await MigratedAsync(StorageEngine.Sqlite);
        _postgreSql = await MigratedAsync(StorageEngine.PostgreSql);
    }

    /// <summary>Shared by all tests: a fresh key is the isolation.</summary>
    public TradingDatabase Shared(StorageEngine engine) => engine is StorageEngine.Sqlite ? _sqlite : _postgreSql;

    /// <summary>Migrated, and nobody else's.</summary>
    public async Task<TradingDatabase> MigratedAsync(StorageEngine engine)
    {
        var database = await EmptyAsync(engine);
        await SchemaMigrator.ApplyAsync(database);
        return database;
    }

    /// <summary>As an older version left it, whose last script this was, and nobody else's.</summary>
    public async Task<TradingDatabase> MigratedUpToAsync(StorageEngine engine, string script)
    {
        var database = await EmptyAsync(engine);
        await SchemaMigrator.ApplyAsync(
            database, SchemaScripts.Of(engine).Where(applied => string.CompareOrdinal(applied.Name, script) <= 0), TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>Without a single table.</summary>
    public async Task<TradingDatabase> EmptyAsync(StorageEngine engine)
    {
        var database = engine is StorageEngine.Sqlite
            ? TradingDatabase.OpenSqlite(NewFolder())
            : TradingDatabase.OpenPostgreSql(await Postgres.CreateDatabaseAsync(), new PostgreSqlSettings(MaxPoolSize: 16));
        lock (_databases)
        {
            _databases.Add(database);
        }

        return database;
    }

    public string NewFolder()
    {
        var folder = new TemporaryFolder();
        lock (_folders)
        {
            _folders.Add(folder);
        }

        return folder.Path;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folders.ForEach(folder => folder.Dispose());
    }
}
