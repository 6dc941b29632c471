using Trading.Storage;
using Trading.Testing;

namespace Trading.Benchmarks.Silo;

/// <summary>A database of a measure's own, gone afterwards: a file, or a server on loopback.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private BenchEngine(PrivatePostgres? postgres, string? connectionString) => (Postgres, ConnectionString) = (postgres, connectionString);

    /// <summary>Null on SQLite.</summary>
    public PrivatePostgres? Postgres { get; }

    /// <summary>Null on SQLite.</summary>
    public string? ConnectionString { get; }

    public string Folder => _folder.Path;

    public static async Task<BenchEngine> StartAsync(StorageEngine engine)
    {
        if (engine is StorageEngine.Sqlite)
        {
            return new BenchEngine(null, null);
        }

        var postgres = await PrivatePostgres.StartAsync();
        return new BenchEngine(postgres, await postgres.CreateDatabaseAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }

        _folder.Dispose();
    }
}
