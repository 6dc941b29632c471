using System.Data.Common;
using Dapper;
using Trading.Storage.Journal;

namespace Trading.Storage.Tests.Journal;

public sealed class JournalStoreTests(EnginesFixture engines)
{
    /// <summary>Below the time in which a service is back.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(15);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task An_entry_that_is_delivered_twice_is_stored_once(StorageEngine engine)
    {
        var store = new JournalStore(await engines.MigratedAsync(engine));
        var entries = new RowGen(47).Many<JournalEntry>(20, (row, index) => row with { Stream = "ord-1", Sequence = index });

        var first = await store.AppendAsync(entries[..15], Token);
        var second = await store.AppendAsync([.. entries, entries[19]], Token);

        var read = await store.ReadAfterAsync(0, 100, Token);
        Assert.Equal((15, 5), (first, second));
        Assert.Equal(entries, read.Select(row => new JournalEntry(row.Stream, row.Sequence, row.Kind, row.Owner, row.SessionId, row.At, row.Payload)));
        Assert.Equal(read[^1].Position, await store.LastPositionAsync(Token));
        Assert.Equal(read.Skip(10).Take(5), await store.ReadAfterAsync(read[9].Position, 5, Token));
    }

    [Fact]
    public async Task A_writer_that_falls_silent_in_its_transaction_holds_up_the_others_for_seconds_only()
    {
        var database = await engines.MigratedAsync(StorageEngine.PostgreSql);
        var store = new JournalStore(database);
        var entry = new RowGen(59).One<JournalEntry>();

        // As a process that is stopped there: its transaction is open, and its server session waits for the next word.
        await using var silent = await database.Writer.OpenConnectionAsync(Token);
        await using var transaction = await silent.BeginTransactionAsync(Token);
        await silent.ExecuteAsync($"SELECT pg_advisory_xact_lock({JournalStore.AppendLock})");

        Assert.Equal(1, await store.AppendAsync([entry], Token).WaitAsync(SilenceLimit, Token));
        await Assert.ThrowsAnyAsync<DbException>(() => transaction.CommitAsync(Token));
        Assert.Equal(entry.Stream, Assert.Single(await store.ReadAfterAsync(0, 10, Token)).Stream);
    }

    [Theory, EachEngine]
    public async Task A_reader_that_goes_on_from_its_last_position_misses_nothing_under_concurrent_writers(StorageEngine engine)
    {
        const int writers = 8;
        const int batches = 25;
        var store = new JournalStore(await engines.MigratedAsync(engine));
        var gen = new RowGen(53).One<JournalEntry>();

        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
            async () =>
            {
                for (var batch = 0; batch < batches; batch++)
                {
                    await store.AppendAsync([gen with { Stream = $"w-{writer}", Sequence = 2 * batch }, gen with { Stream = $"w-{writer}", Sequence = (2 * batch) + 1 }], Token);
                }
            },
            Token)));
        List<JournalRow> seen = [];
        while (seen.Count < writers * batches * 2)
        {
            // Writers that are done while entries are missing have lost some: one more read decides.
            var done = writing.IsCompleted;
            var next = await store.ReadAfterAsync(seen is [] ? 0 : seen[^1].Position, 7, Token);
            seen.AddRange(next);
            Assert.False(done && next is [], $"The reader saw {seen.Count} entries and no more came.");
        }

        await writing;
        Assert.Equal(writers * batches * 2, seen.Select(row => (row.Stream, row.Sequence)).Distinct().Count());
    }
}
