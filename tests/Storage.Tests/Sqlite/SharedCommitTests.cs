using System.Buffers.Binary;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Trading.Storage.Tests.Sqlite;

/// <summary>Writers whose commits are shared: fewer waits for the disk, and each with the outcome that it would have had alone.</summary>
public sealed class SharedCommitTests(EnginesFixture engines)
{
    private const string Insert = "INSERT INTO notes (id) VALUES (@id)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writers_that_wait_together_are_committed_together_and_each_is_durable_when_it_is_told()
    {
        await using var store = await OpenAsync();
        var holder = await store.Database.Writer.OpenConnectionAsync(Token);
        var before = store.Commits();
        var writes = Enumerable.Range(0, 20).Select(async id =>
        {
            await store.AddAsync(id);
            return await store.HasAsync(id);
        }).ToList();
        var waited = writes.TrueForAll(write => !write.IsCompleted);
        await holder.DisposeAsync();

        var seen = await Task.WhenAll(writes);

        Assert.True(waited);
        Assert.All(seen, Assert.True);
        Assert.Equal(1, store.Commits() - before);
    }

    [Fact]
    public async Task Writer_on_its_own_is_committed_at_once()
    {
        await using var store = await OpenAsync();
        var before = store.Commits();

        await store.AddAsync(1);
        await store.AddAsync(2);

        Assert.Equal(2, store.Commits() - before);
    }

    [Fact]
    public async Task Work_that_throws_is_undone_alone()
    {
        await using var store = await OpenAsync();
        var holder = await store.Database.Writer.OpenConnectionAsync(Token);
        var first = store.AddAsync(1);
        var failing = store.Database.WriteSharedAsync(
            async connection =>
            {
                await connection.ExecuteAsync(Insert, new { id = 2 });
                throw new InvalidOperationException("changed its mind");
            },
            Token);
        var broken = store.AddAsync(1);
        var last = store.AddAsync(3);
        await holder.DisposeAsync();

        await Task.WhenAll(first, last);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal(19, (await Assert.ThrowsAsync<SqliteException>(() => broken)).SqliteErrorCode);
        Assert.Equal([1L, 3L], await store.AllAsync());
    }

    [Fact]
    public async Task Commit_that_fails_fails_everybody_in_it_and_nobody_after_it()
    {
        await using var store = await OpenAsync();
        var holder = await store.Database.Writer.OpenConnectionAsync(Token);
        var first = store.AddAsync(1);

        // A deferred reference to nothing is found by the commit.
        var dangling = store.Database.WriteSharedAsync(connection => (Task)connection.ExecuteAsync("INSERT INTO links (note) VALUES (99)"), Token);
        var provider = store.AddAsProviderAsync(2);
        await holder.DisposeAsync();

        foreach (var write in new[] { first, dangling, provider })
        {
            await Assert.ThrowsAsync<SqliteException>(() => write);
        }

        await store.AddAsync(3);
        Assert.Equal([3L], await store.AllAsync());
    }

    [Fact]
    public async Task Provider_that_gives_its_connection_back_before_the_commit_is_told_after_it()
    {
        await using var store = await OpenAsync();
        var holder = await store.Database.Writer.OpenConnectionAsync(Token);
        var before = store.Commits();
        var writes = Enumerable.Range(0, 10).Select(store.AddAsProviderAsync).Append(store.AddAsync(10)).ToList();
        await holder.DisposeAsync();

        await Task.WhenAll(writes);

        Assert.Equal(1, store.Commits() - before);
        Assert.Equal(11, (await store.AllAsync()).Count);
    }

    [Fact]
    public async Task Who_wants_the_connection_alone_gets_it_with_everything_before_him_committed()
    {
        await using var store = await OpenAsync();
        var holder = await store.Database.Writer.OpenConnectionAsync(Token);
        var shared = store.AddAsync(1);
        var alone = store.Database.WriteAsync(
            async connection =>
            {
                await connection.ExecuteAsync(Insert, new { id = 2 });
                return await store.AllAsync();
            },
            Token);
        var after = store.AddAsync(3);
        await holder.DisposeAsync();

        Assert.Equal([1L], await alone);
        await Task.WhenAll(shared, after);
        Assert.Equal([1L, 2L, 3L], await store.AllAsync());
    }

    [Fact]
    public async Task Writers_of_all_kinds_at_once_lose_nothing()
    {
        await using var store = await OpenAsync();
        var written = await Task.WhenAll(Enumerable.Range(0, 64).Select(writer => Task.Run(
            async () =>
            {
                var own = new List<long>();
                for (var write = 0; write < 30; write++)
                {
                    var id = (writer * 1_000) + write;
                    switch (id % 5)
                    {
                        case 0:
                            await store.Database.WriteAsync(connection => (Task)connection.ExecuteAsync(Insert, new { id }), Token);
                            break;
                        case 1:
                            await store.AddAsProviderAsync(id);
                            break;
                        case 2:
                            using (var impatient = new CancellationTokenSource())
                            {
                                var write1 = store.Database.WriteSharedAsync(connection => (Task)connection.ExecuteAsync(Insert, new { id }), impatient.Token);
                                await impatient.CancelAsync();
                                if (!await IsDoneAsync(write1))
                                {
                                    continue;
                                }
                            }

                            break;
                        default:
                            await store.AddAsync(id);
                            break;
                    }

                    own.Add(id);
                }

                return own;
            },
            Token)));

        Assert.Equal(written.SelectMany(own => own).Order(), await store.AllAsync());
    }

    private static async Task<bool> IsDoneAsync(Task write)
    {
        try
        {
            await write;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<Notes> OpenAsync()
    {
        var folder = engines.NewFolder();
        var database = TradingDatabase.OpenSqlite(folder);
        await database.WriteAsync(
            connection => (Task)connection.ExecuteAsync(
                """
                CREATE TABLE notes (id INTEGER PRIMARY KEY);
                CREATE TABLE links (note INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED);
                """),
            Token);
        return new Notes(database, Path.Combine(folder, "trading.db-wal"));
    }

    private sealed class Notes(TradingDatabase database, string log) : IAsyncDisposable
    {
        private const int HeaderBytes = 32;
        private const int FrameHeaderBytes = 24;

        public TradingDatabase Database => database;

        public Task AddAsync(long id) => database.WriteSharedAsync(connection => (Task)connection.ExecuteAsync(Insert, new { id }), Token);

        /// <summary>As Orleans' provider does it: the connection is disposed at once, and not awaited.</summary>
        public Task AddAsProviderAsync(int id) => database.ShareCommitsAsync(async () =>
        {
            using var connection = await database.Writer.OpenConnectionAsync(Token);
            using var command = connection.CreateCommand();
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"INSERT INTO notes (id) VALUES ({id})");
            await command.ExecuteNonQueryAsync(Token);
        });

        public async Task<bool> HasAsync(long id) => (await AllAsync()).Contains(id);

        public async Task<List<long>> AllAsync()
        {
            await using var reader = await database.Reader.OpenConnectionAsync(Token);
            return (await reader.QueryAsync<long>("SELECT id FROM notes ORDER BY id")).AsList();
        }

        /// <summary>Commit records in the write-ahead log: frames that name the size of the database.</summary>
        public int Commits()
        {
            using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var pageBytes = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(8));
            var commits = 0;
            for (var at = HeaderBytes; at + FrameHeaderBytes + pageBytes <= bytes.Length; at += FrameHeaderBytes + pageBytes)
            {
                commits += BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 4)) != 0 ? 1 : 0;
            }

            return commits;
        }

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
