using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Trading.Storage.Schema;

namespace Trading.Storage.Tests.Sqlite;

public sealed class SqliteStorageTests(EnginesFixture engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_writers_at_once_all_succeed()
    {
        var database = await engines.MigratedAsync(StorageEngine.Sqlite);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(writer => Task.Run(
            async () =>
            {
                for (var write = 0; write < 5; write++)
                {
                    await using var connection = await database.Writer.OpenConnectionAsync(Token);
                    await connection.ExecuteAsync(
                        "INSERT INTO OrleansReminders VALUES ('s', @grain, 'r', '', 1, @hash, 0) ON CONFLICT DO UPDATE SET Version = Version + 1",
                        new { grain = writer.ToString(CultureInfo.InvariantCulture), hash = writer });
                }
            },
            Token)));

        await using var reader = await database.Reader.OpenConnectionAsync(Token);
        Assert.Equal((200L, 800L), await reader.QuerySingleAsync<(long, long)>("SELECT COUNT(*), SUM(Version) FROM OrleansReminders"));
    }

    [Fact]
    public async Task The_writer_is_lent_to_one_at_a_time_and_a_second_dispose_frees_nobody_elses()
    {
        var database = await engines.MigratedAsync(StorageEngine.Sqlite);
        var first = await database.Writer.OpenConnectionAsync(Token);
        var second = database.Writer.OpenConnectionAsync(Token).AsTask();
        var third = database.Writer.OpenConnectionAsync(Token).AsTask();
        var waitedForTheFirst = !second.IsCompleted;

        await first.DisposeAsync();
        await await Task.WhenAny(second, third);

        Assert.True(waitedForTheFirst);
        Assert.Equal(1, new[] { second, third }.Count(task => task.IsCompleted));
        await (await second).DisposeAsync();
        await (await third).DisposeAsync();
        await (await third).DisposeAsync();
        using var free = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await (await database.Writer.OpenConnectionAsync(free.Token)).DisposeAsync();
    }

    [Fact]
    public async Task A_transaction_that_is_left_open_is_rolled_back_when_the_connection_comes_back()
    {
        var database = await engines.MigratedAsync(StorageEngine.Sqlite);
        var connection = await database.Writer.OpenConnectionAsync(Token);
        await connection.BeginTransactionAsync(Token);
        await connection.ExecuteAsync("DELETE FROM OrleansQuery");
        await connection.DisposeAsync();

        await SchemaMigrator.CheckAsync(database, Token);
        await database.WriteAsync(writer => (Task)writer.ExecuteAsync("DELETE FROM OrleansReminders"), Token);
    }

    [Fact]
    public async Task A_caller_that_gives_up_waiting_takes_nothing_with_it()
    {
        var database = await engines.MigratedAsync(StorageEngine.Sqlite);
        var holder = await database.Writer.OpenConnectionAsync(Token);
        using var impatient = new CancellationTokenSource();
        var waiting = database.Writer.OpenConnectionAsync(impatient.Token).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await holder.DisposeAsync();

        await (await database.Writer.OpenConnectionAsync(Token)).DisposeAsync();
    }

    [Fact]
    public async Task A_reader_sees_what_was_committed_while_a_writer_is_at_work_and_cannot_write()
    {
        var database = await engines.MigratedAsync(StorageEngine.Sqlite);
        await using var writer = await database.Writer.OpenConnectionAsync(Token);
        await using var transaction = await writer.BeginTransactionAsync(Token);
        await writer.ExecuteAsync("INSERT INTO OrleansReminders VALUES ('s', 'g', 'r', '', 1, 1, 0)");

        await using var reader = await database.Reader.OpenConnectionAsync(Token);
        var before = await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM OrleansReminders");
        await transaction.CommitAsync(Token);
        var after = await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM OrleansReminders");

        Assert.Equal((0, 1), (before, after));
        await Assert.ThrowsAsync<SqliteException>(() => reader.ExecuteAsync("DELETE FROM OrleansReminders"));
    }

    [Fact]
    public async Task Commits_survive_power_loss_by_write_ahead_log_and_full_synchronisation()
    {
        var database = await engines.MigratedAsync(StorageEngine.Sqlite);

        await using var writer = await database.Writer.OpenConnectionAsync(Token);

        Assert.Equal("wal", await writer.ExecuteScalarAsync<string>("PRAGMA journal_mode"));
        Assert.Equal(2, await writer.ExecuteScalarAsync<long>("PRAGMA synchronous"));
    }

    [Fact]
    public async Task A_second_owner_of_the_data_directory_is_refused_with_what_to_do()
    {
        var folder = engines.NewFolder();
        await using (TradingDatabase.OpenSqlite(folder))
        {
            var refused = Assert.Throws<StorageInUseException>(() => TradingDatabase.OpenSqlite(folder));

            Assert.Contains(folder, refused.Message, StringComparison.Ordinal);
            Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
            Assert.Contains("ConnectionStrings:Trading", refused.Message, StringComparison.Ordinal);
        }

        await using var reopened = TradingDatabase.OpenSqlite(folder);
        Assert.Equal(StorageEngine.Sqlite, reopened.Engine);
    }

    [Fact]
    public async Task What_was_written_is_there_after_the_database_is_opened_again()
    {
        var folder = engines.NewFolder();
        await using (var database = TradingDatabase.OpenSqlite(folder))
        {
            await SchemaMigrator.ApplyAsync(database, Token);
            await database.WriteAsync(writer => (Task)writer.ExecuteAsync("INSERT INTO OrleansReminders VALUES ('s', 'g', 'r', '', 1, 1, 0)"), Token);
        }

        await using var reopened = TradingDatabase.OpenSqlite(folder);
        await using var reader = await reopened.Reader.OpenConnectionAsync(Token);
        Assert.Equal(1, await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM OrleansReminders"));
    }
}
