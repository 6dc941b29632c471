using Dapper;
using Trading.Storage.Audit;
using Trading.Storage.Paging;

namespace Trading.Storage.Tests.Audit;

public sealed class AuditStoreTests(EnginesFixture engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Parallel_entries_form_one_whole_chain(StorageEngine engine)
    {
        var store = new AuditStore(await engines.MigratedAsync(engine));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(index => Task.Run(() => store.AppendAsync(Entry($"s-{index}"), Token), Token)));

        var all = (await store.ListAsync(new AuditFilter(), new PageRequest(PageRequest.LimitMax, Sort: SortDirection.Ascending), Token)).Items;
        Assert.Equal(Enumerable.Range(1, 50).Select(position => (long)position), all.Select(entry => entry.Position));
        Assert.Equal(new string('0', 64), all[0].PreviousHash);
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.Equal(pair.First.Hash, pair.Second.PreviousHash));
        Assert.Equal(50, all.Select(entry => entry.Subject).Distinct().Count());
        Assert.Null(await store.FirstBrokenAsync(Token));
    }

    [Theory, EachEngine]
    public async Task An_entry_reads_back_as_it_was_written_and_is_found_by_its_members(StorageEngine engine)
    {
        var store = new AuditStore(engines.Shared(engine));
        var actor = Keys.Fresh("u");
        var entry = new AuditEntry(Now.AddTicks(1), actor, "role_change", "bob", "127.0.0.1", "{\"role\":\"viewer\"}", After: null);

        var written = await store.AppendAsync(entry, Token);

        var read = Assert.Single((await store.ListAsync(new AuditFilter(Actor: actor, Action: "role_change", Subject: "bob"), PageRequest.First, Token)).Items);
        Assert.Equal(written, read);
        Assert.Equal(Now, read.At);
        Assert.Empty((await store.ListAsync(new AuditFilter(Actor: actor, Action: "sign_in"), PageRequest.First, Token)).Items);
    }

    [Theory]
    [InlineData("UPDATE audit SET subject = 'someone else' WHERE position = 3", 3)]
    [InlineData("UPDATE audit SET before = '' WHERE position = 4", 4)]
    [InlineData("UPDATE audit SET hash = previous_hash WHERE position = 5", 5)]
    [InlineData("DELETE FROM audit WHERE position = 2", 2)]
    public async Task A_changed_or_removed_entry_breaks_the_chain_there(string tampering, long position)
    {
        var database = await engines.MigratedAsync(StorageEngine.Sqlite);
        var store = new AuditStore(database);
        for (var index = 0; index < 6; index++)
        {
            await store.AppendAsync(Entry($"s-{index}"), Token);
        }

        await database.WriteAsync(connection => (Task)connection.ExecuteAsync(tampering), Token);

        Assert.Equal(position, await store.FirstBrokenAsync(Token));
    }

    [Fact]
    public async Task Entries_that_differ_only_in_where_a_member_ends_have_other_hashes()
    {
        var first = new AuditStore(await engines.MigratedAsync(StorageEngine.Sqlite));
        var second = new AuditStore(await engines.MigratedAsync(StorageEngine.Sqlite));

        var one = await first.AppendAsync(new AuditEntry(Now, "ab", "c", "d", ""), Token);
        var other = await second.AppendAsync(new AuditEntry(Now, "a", "bc", "d", ""), Token);

        Assert.NotEqual(one.Hash, other.Hash);
    }

    private static AuditEntry Entry(string subject) => new(Now, "alice", "session_start", subject, "127.0.0.1");
}
