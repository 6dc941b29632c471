using Dapper;
using Trading.Benchmarks.Service;
using Trading.Storage;

namespace Trading.Benchmarks.Silo;

/// <summary>What the engine itself takes: one row of a state's size, one statement, one commit, many at a time.</summary>
internal sealed class SingleWrites(TradingDatabase database, byte[] payload)
{
    public async Task PrepareAsync()
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await connection.ExecuteAsync(database.Engine is StorageEngine.Sqlite
            ? "CREATE TABLE IF NOT EXISTS bench_rows (id INTEGER PRIMARY KEY, payload BLOB NOT NULL)"
            : "CREATE TABLE IF NOT EXISTS bench_rows (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload bytea NOT NULL)");
    }

    /// <returns>Commits a second.</returns>
    public async Task<double> RunAsync(int writers, TimeSpan duration)
    {
        var loop = await ClosedLoop.RunAsync(writers, duration, async () =>
        {
            await using var connection = await database.Writer.OpenConnectionAsync();
            await connection.ExecuteAsync("INSERT INTO bench_rows (payload) VALUES (@payload)", new { payload });
        });
        return loop.PerSecond;
    }
}
