using System.Diagnostics.Metrics;
using Dapper;
using Trading.Storage.Schema;
using Trading.Testing;

namespace Trading.Storage.Tests;

public sealed class StorageFailuresTests(EnginesFixture engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_down_is_an_outage_that_is_counted_and_passes()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var database = TradingDatabase.OpenPostgreSql(await postgres.CreateDatabaseAsync());
        await SchemaMigrator.ApplyAsync(database, Token);
        var counted = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == StorageFailures.MeterName && instrument.Name == "persistence_failures_total")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();

        await postgres.StopServerAsync();
        var failure = await Record.ExceptionAsync(() => WriteAsync(database));
        await postgres.StartServerAsync();
        await WriteAsync(database);

        Assert.NotNull(failure);
        Assert.True(StorageFailures.IsUnavailable(failure));
        Assert.Equal(1, counted);
    }

    [Theory, EachEngine]
    public async Task A_broken_statement_is_no_outage(StorageEngine engine)
    {
        var failure = await Record.ExceptionAsync(
            () => engines.Shared(engine).WriteAsync(connection => (Task)connection.ExecuteAsync("INSERT INTO nowhere VALUES (1)"), Token));

        Assert.NotNull(failure);
        Assert.False(StorageFailures.IsUnavailable(failure));
        Assert.True(StorageFailures.IsFailedWrite(failure));
    }

    [Theory, EachEngine]
    public async Task A_broken_constraint_is_an_answer_and_no_failed_write(StorageEngine engine)
    {
        var key = Keys.Fresh("q");
        var failure = await Record.ExceptionAsync(() => engines.Shared(engine).WriteAsync(
            connection => (Task)connection.ExecuteAsync("INSERT INTO OrleansQuery VALUES (@key, 'x'), (@key, 'y')", new { key }), Token));

        Assert.NotNull(failure);
        Assert.False(StorageFailures.IsFailedWrite(failure));
        Assert.True(StorageFailures.IsOfDatabase(failure));
    }

    [Theory, EachEngine]
    public async Task Work_that_throws_leaves_nothing_behind(StorageEngine engine)
    {
        var database = engines.Shared(engine);
        var key = Keys.Fresh("q");

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(
            async connection =>
            {
                await connection.ExecuteAsync("INSERT INTO OrleansQuery VALUES (@key, 'x')", new { key });
                throw new InvalidOperationException("after the write");
            },
            Token));

        await using var reader = await database.Reader.OpenConnectionAsync(Token);
        Assert.Equal(0, await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM OrleansQuery WHERE QueryKey = @key", new { key }));
    }

    private static Task WriteAsync(TradingDatabase database) =>
        database.WriteAsync(connection => (Task)connection.ExecuteAsync("DELETE FROM OrleansReminders"), Token);
}
