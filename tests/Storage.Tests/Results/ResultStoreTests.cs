using System.Text.Json;
using Trading.Domain.Orders;
using Trading.Storage.Accounts;
using Trading.Storage.Json;
using Trading.Storage.Paging;
using Trading.Storage.Results;

namespace Trading.Storage.Tests.Results;

public sealed class ResultStoreTests(EnginesFixture engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
    private static readonly PageRequest Everything = new(PageRequest.LimitMax, Sort: SortDirection.Ascending);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Orders_that_work_are_listed_without_those_that_are_over(StorageEngine engine)
    {
        var database = engines.Shared(engine);
        var session = Keys.Fresh("ses");
        var statuses = Enum.GetValues<OrderStatus>();
        var orders = new RowGen(103).Many<OrderRow>(
            statuses.Length, (row, index) => row with { Id = Keys.Fresh("ord"), SessionId = session, Status = statuses[index], Reasons = "[]" });
        await new ResultStore(database).BeginRunAsync(session, "run-1", Now, Token);
        await new ResultStore(database).AppendAsync(session, "run-1", new ResultBatch { Orders = orders }, Token);

        var working = (await new ResultQueries(database).OrdersAsync(new OrderFilter(Session: session, IsWorking: true), Everything, Token)).Items;

        Assert.Equal(statuses.Where(status => !status.IsTerminal).Order(), working.Select(order => order.Status).Order());
    }

    [Theory, EachEngine]
    public async Task Every_kind_of_result_reads_back_as_it_was_written(StorageEngine engine)
    {
        var database = engines.Shared(engine);
        var session = Keys.Fresh("ses");
        var batch = Batch(session, seed: 7);
        var store = new ResultStore(database);

        await store.BeginRunAsync(session, "run-1", Now, Token);
        await store.AppendAsync(session, "run-1", batch with { Report = null }, Token);
        await store.CompleteAsync(session, "run-1", new ResultBatch { Report = batch.Report }, Now.AddSeconds(1), Token);

        var results = new ResultQueries(database);
        var accounts = new AccountStore(database);
        var all = new ResultFilter(session);
        Assert.Equal(
            batch.Orders.OrderBy(order => (order.CreatedAt, order.Sequence)), (await results.OrdersAsync(new OrderFilter(Session: session), Everything, Token)).Items);
        Assert.Equal(batch.Fills, (await results.FillsAsync(new FillFilter(session), Everything, Token)).Items);
        Assert.Equal(batch.RoundTrips, (await results.RoundTripsAsync(all, side: null, Everything, Token)).Items);
        Assert.Equal(batch.Equity, (await results.EquityAsync(session, Everything, Token)).Items);
        Assert.Equal(batch.Transitions, (await results.TransitionsAsync(all, Everything, Token)).Items);
        Assert.Equal(batch.Signals, (await results.SignalsAsync(all, outcome: null, Everything, Token)).Items);
        Assert.Equal(batch.Instances, await results.InstancesAsync(session, Token));
        Assert.Equal(batch.Markets.OrderBy(market => market.Symbol.Value, StringComparer.Ordinal), await results.MarketsAsync(session, Token));
        Assert.Equal(batch.Report, await results.FindReportAsync(session, Token));
        Assert.Equal(new RunRow(session, "run-1", Now, Now.AddSeconds(1)), await results.FindRunAsync(session, Token));
        Assert.Equal(batch.Ledger, (await accounts.LedgerAsync(new LedgerFilter($"acc-{session}"), Everything, Token)).Items);
        Assert.Equal(batch.Accounts, (await accounts.ListAsync(new AccountFilter(Session: session), Everything, Token)).Items);
        Assert.Equal(
            batch.Positions, (await accounts.PositionsAsync(new PositionFilter(Session: session, IncludeFlat: true), Everything, Token)).Items);
        var first = batch.Orders.First();
        Assert.Equal(first, await results.FindOrderAsync(first.Id, Token));
        Assert.Equal(batch.OrderEvents.Where(entry => entry.OrderId == first.Id), await results.OrderEventsAsync(first.Id, Token));
        Assert.Equal(batch.Fills.Where(fill => fill.OrderId == first.Id), await results.OrderFillsAsync(first.Id, Token));
    }

    [Fact]
    public async Task Both_engines_give_the_same_bytes_back()
    {
        var session = Keys.Fresh("ses");
        var batch = Batch(session, seed: 11);
        List<string> answers = [];

        foreach (var engine in Enum.GetValues<StorageEngine>())
        {
            var database = engines.Shared(engine);
            var store = new ResultStore(database);
            await store.BeginRunAsync(session, "run-1", Now, Token);
            await store.AppendAsync(session, "run-1", batch, Token);
            var results = new ResultQueries(database);
            answers.Add(JsonSerializer.Serialize(
                new
                {
                    fills = (await results.FillsAsync(new FillFilter(session), Everything, Token)).Items,
                    trips = (await results.RoundTripsAsync(new ResultFilter(session), side: null, Everything, Token)).Items,
                    equity = (await results.EquityAsync(session, Everything, Token)).Items,
                    ledger = (await new AccountStore(database).LedgerAsync(new LedgerFilter($"acc-{session}"), Everything, Token)).Items,
                },
                TradingJson.Options));
        }

        Assert.Equal(answers[0], answers[1]);
    }

    [Theory, EachEngine]
    public async Task Repeating_a_batch_changes_nothing(StorageEngine engine)
    {
        var database = engines.Shared(engine);
        var session = Keys.Fresh("ses");
        var batch = Batch(session, seed: 13);
        var store = new ResultStore(database);
        await store.BeginRunAsync(session, "run-1", Now, Token);

        await store.AppendAsync(session, "run-1", batch, Token);
        await store.AppendAsync(session, "run-1", batch, Token);

        var results = new ResultQueries(database);
        Assert.Equal(batch.Fills, (await results.FillsAsync(new FillFilter(session), Everything, Token)).Items);
        Assert.Equal(batch.Equity, (await results.EquityAsync(session, Everything, Token)).Items);
    }

    [Theory, EachEngine]
    public async Task A_new_run_drops_what_the_former_stored_and_the_former_is_refused(StorageEngine engine)
    {
        var database = engines.Shared(engine);
        var session = Keys.Fresh("ses");
        var other = Keys.Fresh("ses");
        var store = new ResultStore(database);
        await store.BeginRunAsync(other, "run-1", Now, Token);
        await store.AppendAsync(other, "run-1", Batch(other, seed: 17), Token);
        await store.BeginRunAsync(session, "run-1", Now, Token);
        await store.AppendAsync(session, "run-1", Batch(session, seed: 17), Token);

        await store.BeginRunAsync(session, "run-2", Now, Token);

        var results = new ResultQueries(database);
        Assert.Empty((await results.OrdersAsync(new OrderFilter(Session: session), Everything, Token)).Items);
        Assert.Empty((await results.EquityAsync(session, Everything, Token)).Items);
        Assert.Empty((await new AccountStore(database).LedgerAsync(new LedgerFilter($"acc-{session}"), Everything, Token)).Items);
        Assert.Null(await results.FindReportAsync(session, Token));
        Assert.NotEmpty((await results.EquityAsync(other, Everything, Token)).Items);
        await Assert.ThrowsAsync<StaleRunException>(() => store.AppendAsync(session, "run-1", Batch(session, seed: 17), Token));
        await Assert.ThrowsAsync<StaleRunException>(() => store.CompleteAsync(session, "run-1", new ResultBatch(), Now, Token));
        Assert.Empty((await results.EquityAsync(session, Everything, Token)).Items);
    }

    [Theory, EachEngine]
    public async Task A_completed_run_takes_no_more(StorageEngine engine)
    {
        var session = Keys.Fresh("ses");
        var store = new ResultStore(engines.Shared(engine));
        await store.BeginRunAsync(session, "run-1", Now, Token);
        await store.CompleteAsync(session, "run-1", new ResultBatch(), Now, Token);

        await Assert.ThrowsAsync<StaleRunException>(() => store.AppendAsync(session, "run-1", new ResultBatch(), Token));
        await Assert.ThrowsAsync<StaleRunException>(() => store.CompleteAsync(session, "run-1", new ResultBatch(), Now, Token));
    }

    [Theory, EachEngine]
    public async Task Appends_that_race_a_new_run_leave_nothing_of_the_former(StorageEngine engine)
    {
        var database = engines.Shared(engine);
        var session = Keys.Fresh("ses");
        var store = new ResultStore(database);
        await store.BeginRunAsync(session, "run-1", Now, Token);

        var appends = Enumerable.Range(0, 20).Select(index => Task.Run(async () =>
        {
            try
            {
                await store.AppendAsync(session, "run-1", new ResultBatch { Equity = [new EquityRow(session, index, Now, 1m, 1m, 0)] }, Token);
                return true;
            }
            catch (StaleRunException)
            {
                return false;
            }
        })).ToList();
        await Task.WhenAny(appends);
        await store.BeginRunAsync(session, "run-2", Now, Token);
        await Task.WhenAll(appends);

        Assert.Empty((await new ResultQueries(database).EquityAsync(session, Everything, Token)).Items);
    }

    [Theory, EachEngine]
    public async Task The_newer_revision_of_an_order_stands_whatever_order_they_arrive_in(StorageEngine engine)
    {
        var session = Keys.Fresh("ses");
        var store = new ResultStore(engines.Shared(engine));
        var rows = new RowGen(19).Many<OrderRow>(3, (row, index) => row with { Id = $"ord-{session}", SessionId = session, Revision = index });
        await store.BeginRunAsync(session, "run-1", Now, Token);

        await store.AppendAsync(session, "run-1", new ResultBatch { Orders = [rows[0], rows[2], rows[1]] }, Token);
        await store.AppendAsync(session, "run-1", new ResultBatch { Orders = [rows[1]] }, Token);

        Assert.Equal(rows[2], await new ResultQueries(engines.Shared(engine)).FindOrderAsync($"ord-{session}", Token));
    }

    [Theory, EachEngine]
    public async Task A_signal_gets_its_outcome_later(StorageEngine engine)
    {
        var session = Keys.Fresh("ses");
        var store = new ResultStore(engines.Shared(engine));
        var signal = new RowGen(23).One<SignalRow>() with { SessionId = session, Sequence = 5, Outcome = null };
        await store.BeginRunAsync(session, "run-1", Now, Token);

        await store.AppendAsync(session, "run-1", new ResultBatch { Signals = [signal] }, Token);
        await store.AppendAsync(session, "run-1", new ResultBatch { Signals = [signal with { Outcome = "entered" }] }, Token);

        var read = await new ResultQueries(engines.Shared(engine)).SignalsAsync(new ResultFilter(session), "entered", Everything, Token);
        Assert.Equal(signal with { Outcome = "entered" }, Assert.Single(read.Items));
    }

    [Theory, EachEngine]
    public async Task Filters_narrow_a_list_to_what_they_name(StorageEngine engine)
    {
        var database = engines.Shared(engine);
        var session = Keys.Fresh("ses");
        var batch = Batch(session, seed: 29);
        var store = new ResultStore(database);
        await store.BeginRunAsync(session, "run-1", Now, Token);
        await store.AppendAsync(session, "run-1", batch, Token);
        var results = new ResultQueries(database);
        var order = batch.Orders.First();

        Assert.Equal(
            batch.Orders.Where(row => row.Side == order.Side).Select(row => row.Id).Order(StringComparer.Ordinal),
            (await results.OrdersAsync(new OrderFilter(Session: session, Side: order.Side), Everything, Token)).Items.Select(row => row.Id).Order(StringComparer.Ordinal));
        Assert.Equal(
            batch.Orders.Where(row => row.Status == order.Status).Select(row => row.Id).Order(StringComparer.Ordinal),
            (await results.OrdersAsync(new OrderFilter(Session: session, Status: order.Status), Everything, Token)).Items.Select(row => row.Id).Order(StringComparer.Ordinal));
        Assert.Equal([order], (await results.OrdersAsync(new OrderFilter(Session: session, Symbol: order.Symbol), Everything, Token)).Items);
        Assert.Equal(
            batch.Ledger.Where(row => row.Kind == "fee"),
            (await new AccountStore(database).LedgerAsync(new LedgerFilter($"acc-{session}", Kind: "fee"), Everything, Token)).Items);
    }

    private static ResultBatch Batch(string session, int seed)
    {
        var gen = new RowGen(seed);
        var orders = gen.Many<OrderRow>(40, (row, index) => row with { Id = $"ord-{session}-{index}", SessionId = session, Sequence = index });
        return new ResultBatch
        {
            Orders = orders,
            OrderEvents = gen.Many<OrderEventRow>(
                80, (row, index) => row with { OrderId = orders[index / 2].Id, SessionId = session, Sequence = index % 2 }),
            Fills = gen.Many<FillRow>(
                60, (row, index) => row with { OrderId = orders[index / 2].Id, TradeId = $"t-{index}", SessionId = session, Sequence = index }),
            RoundTrips = gen.Many<RoundTripRow>(30, (row, index) => row with { SessionId = session, Sequence = index }),
            Equity = gen.Many<EquityRow>(400, (row, index) => row with { SessionId = session, Sequence = index }),
            Ledger = gen.Many<LedgerRow>(
                50,
                (row, index) => row with { AccountId = $"acc-{session}", SessionId = session, Sequence = index + 1, Kind = index % 3 == 0 ? "fee" : "realised" }),
            Transitions = gen.Many<InstanceTransitionRow>(50, (row, index) => row with { SessionId = session, Sequence = index }),
            Signals = gen.Many<SignalRow>(20, (row, index) => row with { SessionId = session, Sequence = index }),
            Instances = gen.Many<InstanceRow>(5, (row, index) => row with { SessionId = session, Ordinal = index }),
            Markets = gen.Many<SessionMarketRow>(5, (row, _) => row with { SessionId = session }),
            Accounts = [gen.One<AccountRow>() with { Id = $"acc-{session}", SessionId = session }],
            Positions = gen.Many<PositionRow>(3, (row, index) => row with { Id = $"pos-{session}-{index}", SessionId = session }),
            Report = gen.One<ReportRow>() with { SessionId = session },
        };
    }
}
