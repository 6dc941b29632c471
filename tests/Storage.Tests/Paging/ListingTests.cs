using CsCheck;
using Trading.Storage.Audit;
using Trading.Storage.Paging;
using Trading.Storage.Results;
using Trading.Storage.Sessions;

namespace Trading.Storage.Tests.Paging;

public sealed class ListingTests(EnginesFixture engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Pages_show_every_row_once_in_both_directions_also_at_equal_times(StorageEngine engine)
    {
        var store = new SessionStore(engines.Shared(engine));
        var owner = Keys.Fresh("u");
        for (var index = 0; index < 23; index++)
        {
            await store.SaveAsync(Session(owner, Now.AddSeconds(index / 5)), [], Token);
        }

        var newestFirst = await PagesAsync(store, owner, SortDirection.Descending, between: null);
        var oldestFirst = await PagesAsync(store, owner, SortDirection.Ascending, between: null);

        Assert.Equal(23, newestFirst.Select(row => row.Id).Distinct().Count());
        Assert.Equal(Enumerable.Reverse(newestFirst), oldestFirst);
        Assert.Equal(newestFirst.OrderByDescending(row => row.CreatedAt).Select(row => row.CreatedAt), newestFirst.Select(row => row.CreatedAt));
    }

    [Theory, EachEngine]
    public async Task Rows_that_are_inserted_between_pages_neither_repeat_nor_hide_others(StorageEngine engine)
    {
        var store = new SessionStore(engines.Shared(engine));
        var owner = Keys.Fresh("u");
        List<SessionRow> before = [];
        for (var index = 0; index < 20; index++)
        {
            before.Add(Session(owner, Now.AddSeconds(index)));
            await store.SaveAsync(before[^1], [], Token);
        }

        var seen = await PagesAsync(store, owner, SortDirection.Descending, between: () => store.SaveAsync(Session(owner, Now.AddHours(1)), [], Token));

        Assert.Equal(Enumerable.Reverse(before).Select(row => row.Id), seen.Select(row => row.Id));
    }

    [Theory, EachEngine]
    public async Task A_limit_is_kept_within_its_bounds_and_the_last_page_has_no_cursor(StorageEngine engine)
    {
        var database = engines.Shared(engine);
        var session = Keys.Fresh("ses");
        var store = new ResultStore(database);
        await store.BeginRunAsync(session, "run-1", Now, Token);
        await store.AppendAsync(
            session, "run-1", new ResultBatch { Equity = [.. Enumerable.Range(0, 501).Select(n => new EquityRow(session, n, Now, 1m, 1m, 0))] }, Token);
        var results = new ResultQueries(database);

        var huge = await results.EquityAsync(session, new PageRequest(int.MaxValue), Token);
        var none = await results.EquityAsync(session, new PageRequest(0), Token);
        var last = await results.EquityAsync(session, new PageRequest(500, huge.NextCursor), Token);

        Assert.Equal(500, huge.Items.Count);
        Assert.Single(none.Items);
        Assert.Equal(0, Assert.Single(last.Items).Sequence);
        Assert.Null(last.NextCursor);
    }

    [Theory, EachEngine]
    public async Task A_cursor_of_another_list_or_direction_is_refused(StorageEngine engine)
    {
        var database = engines.Shared(engine);
        var store = new SessionStore(database);
        var owner = Keys.Fresh("u");
        await store.SaveAsync(Session(owner, Now), [], Token);
        await store.SaveAsync(Session(owner, Now), [], Token);
        var cursor = (await store.ListAsync(new SessionFilter(owner), new PageRequest(1), Token)).NextCursor;

        await Assert.ThrowsAsync<CursorException>(() => store.ListAsync(new SessionFilter(owner), new PageRequest(1, cursor, SortDirection.Ascending), Token));
        await Assert.ThrowsAsync<CursorException>(() => new AuditStore(database).ListAsync(new AuditFilter(), new PageRequest(1, cursor), Token));
    }

    [Fact]
    public async Task Generated_cursors_are_refused_or_taken_but_never_anything_else()
    {
        var store = new SessionStore(engines.Shared(StorageEngine.Sqlite));
        var owner = Keys.Fresh("u");
        await store.SaveAsync(Session(owner, Now), [], Token);
        await store.SaveAsync(Session(owner, Now), [], Token);
        var good = (await store.ListAsync(new SessionFilter(owner), new PageRequest(1), Token)).NextCursor!;
        var (taken, refused) = (0, 0);

        await Gen.OneOf(
                Gen.Const(good),
                Gen.String,
                Gen.Select(Gen.Int[0, good.Length - 1], Gen.Char.AlphaNumeric, (at, letter) => good[..at] + letter + good[(at + 1)..]))
            .SampleAsync(
                async cursor =>
                {
                    try
                    {
                        await store.ListAsync(new SessionFilter(owner), new PageRequest(1, cursor), Token);
                        Interlocked.Increment(ref taken);
                    }
                    catch (CursorException)
                    {
                        Interlocked.Increment(ref refused);
                    }
                },
                iter: 10_000);

        TestContext.Current.TestOutputHelper?.WriteLine($"taken {taken}, refused {refused}");
        Assert.True(taken > 100 && refused > 100, $"taken {taken}, refused {refused}");
    }

    private static SessionRow Session(string owner, DateTimeOffset createdAt) =>
        new RowGen(59).One<SessionRow>() with { Id = Keys.Fresh("ses"), Owner = owner, CreatedAt = createdAt, Archived = false };

    private static async Task<List<SessionRow>> PagesAsync(SessionStore store, string owner, SortDirection sort, Func<Task>? between)
    {
        List<SessionRow> seen = [];
        string? cursor = null;
        do
        {
            var page = await store.ListAsync(new SessionFilter(owner), new PageRequest(7, cursor, sort), Token);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
            if (between is not null)
            {
                await between();
            }
        }
        while (cursor is not null);
        return seen;
    }
}
