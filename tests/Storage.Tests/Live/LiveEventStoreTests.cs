using System.Text.Json;
using Dapper;
using Trading.Storage.Accounts;
using Trading.Storage.Alerts;
using Trading.Storage.Journal;
using Trading.Storage.Json;
using Trading.Storage.Live;
using Trading.Storage.Results;
using Trading.Storage.Sessions;

namespace Trading.Storage.Tests.Live;

public sealed class LiveEventStoreTests(EnginesFixture engines)
{
    private static readonly LiveEventFilter Everything = new(null, [], []);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task What_a_grain_tells_becomes_events_once_however_often_it_is_handed_over(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new LiveJournalStore(database);
        var gen = new RowGen(71);
        var entry = gen.One<JournalEntry>() with { Stream = "ord-1", Sequence = 1, SessionId = "ses-1", Owner = "alice" };
        var record = new LiveRecord(entry) { Fill = gen.One<FillRow>() with { OrderId = "ord-1", SessionId = "ses-1" } };
        var order = gen.One<OrderRow>() with { Id = "ord-1", SessionId = "ses-1", Owner = "alice", Revision = 1 };
        var instance = gen.One<InstanceRow>() with { SessionId = "ses-1", Ordinal = 0 };
        var alert = gen.One<AlertRow>() with { Id = "alr-1", Owner = "alice", SessionId = null };
        var rows = new ResultBatch { Orders = [order], Instances = [instance] };

        await store.AppendAsync([record], rows, [alert], Token);
        await store.AppendAsync([record], rows, [alert], Token);
        await store.AppendAsync([record with { Entry = entry with { Sequence = 2 }, Fill = null }], new ResultBatch { Orders = [order with { Revision = 2 }, order] }, [], Token);

        var events = await new LiveEventStore(database).ReadAfterAsync(0, 100, Token);
        Assert.Equal(["order", "fill", "instance", "alert", "order"], events.Select(row => row.Kind));
        Assert.All(events, row => Assert.Equal("alice", row.Owner));
        Assert.Equal(["ses-1", "ses-1", "ses-1", null, "ses-1"], events.Select(row => row.SessionId));
        Assert.Equal(events.Select(row => row.Position).Order().Distinct(), events.Select(row => row.Position));
        Assert.Equal(order with { Revision = 2 }, JsonSerializer.Deserialize<OrderRow>(events[^1].Payload, TradingJson.Options));
        Assert.Equal(instance, JsonSerializer.Deserialize<InstanceRow>(events[2].Payload, TradingJson.Options));
    }

    [Theory, EachEngine]
    public async Task A_position_that_went_flat_is_told_to_the_session_that_closed_it(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var gen = new RowGen(73);
        var record = new LiveRecord(gen.One<JournalEntry>() with { Stream = "pos-a:b:btc_usdt", SessionId = "ses-1", Owner = "alice" });
        var flat = gen.One<PositionRow>() with { Id = "pos-a:b:btc_usdt", SessionId = null, Owner = "alice", Quantity = 0m };

        await new LiveJournalStore(database).AppendAsync([record], new ResultBatch { Positions = [flat] }, [], Token);

        var told = Assert.Single(await new LiveEventStore(database).ReadAfterAsync(0, 100, Token));
        Assert.Equal(("position", "ses-1"), (told.Kind, told.SessionId));
    }

    [Theory, EachEngine]
    public async Task Sessions_tell_new_transitions_and_progress_that_moved(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new SessionStore(database);
        var gen = new RowGen(79);
        var session = gen.One<SessionRow>() with { Id = "ses-1", Owner = "alice" };
        var transitions = gen.Many<SessionTransitionRow>(3, (row, index) => row with { SessionId = "ses-1", Sequence = index });
        var progress = gen.One<SessionProgressRow>() with { SessionId = "ses-1" };

        await store.SaveAsync(session, transitions[..1], Token);
        await store.SaveProgressAsync(progress, "alice", Token);
        await store.SaveProgressAsync(progress, "alice", Token);
        await store.SaveAsync(session, transitions, Token);

        var events = await new LiveEventStore(database).ReadAfterAsync(0, 100, Token);
        Assert.Equal(["session", "progress", "session", "session"], events.Select(row => row.Kind));
        Assert.Equal(transitions[2], JsonSerializer.Deserialize<SessionTransitionRow>(events[^1].Payload, TradingJson.Options));
    }

    [Theory, EachEngine]
    public async Task Rows_of_a_run_are_told_when_somebody_may_follow_it_and_else_only_stored(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new ResultStore(database);
        var gen = new RowGen(83);
        var equity = gen.Many<EquityRow>(4, (row, index) => row with { SessionId = "ses-1", Sequence = index });
        await store.BeginRunAsync("ses-1", "ses-1:1", DateTimeOffset.UnixEpoch, Token);

        await store.AppendAsync("ses-1", "ses-1:1", new ResultBatch { Equity = equity[..2] }, Token);
        await store.AppendAsync(
            "ses-1", "ses-1:1", new ResultBatch { Equity = equity, LiveOwners = new Dictionary<string, string> { ["ses-1"] = "alice" } }, Token);

        var events = await new LiveEventStore(database).ReadAfterAsync(0, 100, Token);
        Assert.Equal(equity[2..], events.Select(row => JsonSerializer.Deserialize<EquityRow>(row.Payload, TradingJson.Options)));
    }

    [Theory, EachEngine]
    public async Task A_reader_is_lost_when_what_it_follows_is_too_old_gone_too_much_or_of_another_database(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new LiveEventStore(database);
        await RaiseAsync(database, "alice", 3);
        await RaiseAsync(database, "bob", 1);
        var bobs = new LiveEventFilter("bob", [], []);

        Assert.False(await store.IsLostAsync(Everything, 0, Token));
        Assert.True(await store.IsLostAsync(Everything, 5, Token));

        await AgeAsync(database, upTo: 3, TimeSpan.FromMinutes(6));
        Assert.True(await store.IsLostAsync(Everything, 2, Token));
        Assert.False(await store.IsLostAsync(Everything, 3, Token));
        Assert.False(await store.IsLostAsync(bobs, 0, Token));

        await AgeAsync(database, upTo: 4, TimeSpan.FromMinutes(11));
        Assert.Equal(3, await store.PurgeAsync(Token));
        Assert.True(await store.IsLostAsync(bobs, 1, Token));
        Assert.Equal([4L], (await store.ReadAfterAsync(0, 10, Token)).Select(row => row.Position));

        await RaiseAsync(database, "carol", LiveEventStore.ReplayMax + 1);
        var carols = new LiveEventFilter("carol", [], ["alert"]);
        Assert.True(await store.IsLostAsync(carols, 4, Token));
        Assert.False(await store.IsLostAsync(carols, 5, Token));
    }

    [Theory, EachEngine]
    public async Task A_filter_takes_the_same_in_the_database_and_in_memory(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new LiveEventStore(database);
        await RaiseAsync(database, "alice", 2);
        await RaiseAsync(database, "bob", 2);
        await new SessionStore(database).SaveProgressAsync(new RowGen(89).One<SessionProgressRow>() with { SessionId = "ses-2" }, "bob", Token);
        var all = await store.ReadAfterAsync(0, 100, Token);

        foreach (var (filter, count) in new[]
        {
            (Everything, 5), (new LiveEventFilter("bob", [], []), 3), (new LiveEventFilter("bob", [], ["alert", "order"]), 2),
            (new LiveEventFilter(null, ["ses-2", "ses-3"], []), 1), (new LiveEventFilter("alice", ["ses-2"], []), 0),
        })
        {
            var read = await store.ReadAsync(filter, 0, 100, 100, Token);

            Assert.Equal(count, read.Count);
            Assert.Equal(all.Where(filter.Takes), read);
        }
    }

    [Theory, EachEngine]
    public async Task Events_of_parallel_writers_reach_a_tail_each_once_and_in_order(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new LiveEventStore(database);
        const int Writers = 8, Rounds = 25;
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var sessions = new SessionStore(database);
            var progress = new RowGen(97).One<SessionProgressRow>() with { SessionId = $"ses-{writer}" };
            for (var round = 0; round < Rounds; round++)
            {
                await sessions.SaveProgressAsync(progress with { Events = round }, "alice", Token);
            }
        }));

        var seen = new List<LiveEventRow>();
        while (seen.Count < Writers * Rounds)
        {
            seen.AddRange(await store.ReadAfterAsync(seen.Count == 0 ? 0 : seen[^1].Position, 7, Token));
        }

        await writing;
        Assert.Equal(seen.Count, seen.Select(row => row.Position).Distinct().Count());
        Assert.All(
            seen.GroupBy(row => row.SessionId),
            session => Assert.Equal(
                Enumerable.Range(0, Rounds).Select(round => (long)round),
                session.Select(row => JsonSerializer.Deserialize<SessionProgressRow>(row.Payload, TradingJson.Options)!.Events)));
    }

    private static async Task RaiseAsync(TradingDatabase database, string owner, int count)
    {
        var alerts = new RowGen(101).Many<AlertRow>(count, (row, index) => row with { Id = Keys.Fresh($"alr-{index}"), Owner = owner, SessionId = null });
        await new AlertStore(database).RaiseAsync(alerts, Token);
    }

    private static async Task AgeAsync(TradingDatabase database, long upTo, TimeSpan age) =>
        await database.WriteAsync(
            connection => (Task)connection.ExecuteAsync(
                "UPDATE live_events SET stored_at = stored_at - @age WHERE position <= @upTo", new { upTo, age = (long)age.TotalMilliseconds }),
            Token);
}
