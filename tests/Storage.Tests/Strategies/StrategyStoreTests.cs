using Trading.Storage.Paging;
using Trading.Storage.Strategies;

namespace Trading.Storage.Tests.Strategies;

public sealed class StrategyStoreTests(EnginesFixture engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Versions_that_arrive_twice_and_out_of_order_end_at_the_newest(StorageEngine engine)
    {
        var store = new StrategyStore(engines.Shared(engine));
        var owner = Keys.Fresh("u");
        var versions = Enumerable.Range(1, 3).Select(n => new StrategyVersionRow(owner, "pump", n, $"{{\"n\":{n}}}", Now.AddMinutes(n))).ToArray();

        foreach (var version in new[] { versions[0], versions[2], versions[1], versions[0] with { Document = "other" } })
        {
            await store.AddVersionAsync(version, Token);
        }

        Assert.Equal(new StrategyRow(owner, "pump", 3, Archived: false, Now.AddMinutes(1), Now.AddMinutes(3)), await store.FindAsync(owner, "pump", Token));
        Assert.Equal(versions.Reverse(), (await store.VersionsAsync(owner, "pump", PageRequest.First, Token)).Items);
        Assert.Equal(versions[0], await store.FindVersionAsync(owner, "pump", 1, Token));
        Assert.Null(await store.FindVersionAsync(owner, "pump", 4, Token));
    }

    [Theory, EachEngine]
    public async Task An_archived_strategy_leaves_the_list_and_keeps_its_versions(StorageEngine engine)
    {
        var store = new StrategyStore(engines.Shared(engine));
        var owner = Keys.Fresh("u");
        await store.AddVersionAsync(new StrategyVersionRow(owner, "kept", 1, "{}", Now), Token);
        await store.AddVersionAsync(new StrategyVersionRow(owner, "gone", 1, "{}", Now), Token);

        Assert.True(await store.ArchiveAsync(owner, "gone", 1, Now, Token));

        Assert.Equal(["kept"], (await store.ListAsync(new StrategyFilter(owner), PageRequest.First, Token)).Items.Select(row => row.Name));
        Assert.Equal(["gone"], (await store.ListAsync(new StrategyFilter(owner, Archived: true), PageRequest.First, Token)).Items.Select(row => row.Name));
        Assert.NotNull(await store.FindVersionAsync(owner, "gone", 1, Token));
        Assert.False(await store.ArchiveAsync(owner, "unknown", 1, Now, Token));
    }

    [Theory, EachEngine]
    public async Task An_archived_strategy_is_back_with_its_next_version_and_late_words_change_nothing(StorageEngine engine)
    {
        var store = new StrategyStore(engines.Shared(engine));
        var owner = Keys.Fresh("u");
        var first = new StrategyVersionRow(owner, "back", 1, "{}", Now);
        await store.AddVersionAsync(first, Token);
        await store.ArchiveAsync(owner, "back", 1, Now, Token);
        await store.AddVersionAsync(first, Token);
        Assert.True((await store.FindAsync(owner, "back", Token))!.Archived);

        await store.AddVersionAsync(first with { Version = 2, CreatedAt = Now.AddMinutes(1) }, Token);
        Assert.False(await store.ArchiveAsync(owner, "back", 1, Now, Token));

        Assert.Equal(new StrategyRow(owner, "back", 2, Archived: false, Now, Now.AddMinutes(1)), await store.FindAsync(owner, "back", Token));
    }
}
