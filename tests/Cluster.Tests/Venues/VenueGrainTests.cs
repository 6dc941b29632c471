using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Cluster.Tests.Venues;

public sealed class VenueGrainTests(TradingCluster cluster)
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly Symbol Eth = Symbol.Parse("ETH_USDT");

    /// <summary>Orders that are over and that a venue remembers.</summary>
    private const int FinishedMax = 1_000;

    private readonly string _account = $"acc-ses-{Guid.NewGuid():n}"[..23];
    private long _number = 1;

    private IVenueGrain Venue => cluster.Client.GetGrain<IVenueGrain>(GrainKeys.ForVenue(_account));

    [Fact]
    public async Task Order_arrives_after_its_latency_and_fills_against_the_book()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);
        var order = Market(Btc);
        Assert.Null(await Venue.Submit(order, Now));
        Assert.Null(await Venue.Query(order.Id, Btc));

        await ObserveAsync(Btc, Now.AddMilliseconds(60), 100m);

        var filled = await Venue.Query(order.Id, Btc);
        Assert.Equal((OrderStatus.Filled, 1m, 100.5m), (filled!.Status, filled.FilledQuantity, filled.Fills[0].Price));
    }

    [Fact]
    public async Task What_was_taken_survives_the_activation()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);
        var resting = Limit(Btc, 90m);
        var flying = Market(Btc);
        await Venue.Submit(resting, Now);
        await ObserveAsync(Btc, Now.AddMilliseconds(60), 100m);
        await Venue.Submit(flying, Now.AddMilliseconds(60));

        await Venue.DropAsync();
        Assert.Equal(OrderStatus.New, (await Venue.Query(resting.Id, Btc))!.Status);
        await ObserveAsync(Btc, Now.AddMilliseconds(200), 101m);

        Assert.Equal(OrderStatus.Filled, (await Venue.Query(flying.Id, Btc))!.Status);
        Assert.Equal(resting.Id, Assert.Single(await Venue.ListOpen(Btc)).OrderId);
    }

    [Fact]
    public async Task Repeated_order_is_one_order()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);
        var order = Limit(Btc, 90m);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Venue.Submit(order, Now)));

        await ObserveAsync(Btc, Now.AddMilliseconds(60), 100m);

        Assert.Single(await Venue.ListOpen(Btc));
    }

    [Fact]
    public async Task Requests_that_come_together_share_writes_and_are_all_kept()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);
        var orders = Enumerable.Range(0, 100).Select(_ => Limit(Btc, 90m, 0.1m)).ToList();
        var before = cluster.Faults.WritesOf(GrainKeys.ForVenue(_account));

        // While the first one's write is held, the others come; a question that is sent after them is answered when they have begun.
        var letGo = cluster.Faults.Hold(GrainKeys.ForVenue(_account));
        var submitted = orders.Select(order => Venue.Submit(order, Now)).ToArray();
        await Venue.Touch();
        letGo();
        await Task.WhenAll(submitted);
        var writes = cluster.Faults.WritesOf(GrainKeys.ForVenue(_account)) - before;
        await Venue.DropAsync();
        await ObserveAsync(Btc, Now.AddMilliseconds(60), 100m);

        Assert.InRange(writes, 1, orders.Count / 10);
        Assert.Equal(orders.Select(order => order.Id).Order(StringComparer.Ordinal), (await Venue.ListOpen(Btc)).Select(order => order.OrderId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ends_that_were_heard_leave_little_of_themselves_and_their_ids_are_not_taken_again()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);
        var first = Limit(Btc, 90m) with { TimeInForce = TimeInForce.Ioc };
        for (var round = 0; round < 4; round++)
        {
            var orders = Enumerable.Range(0, 30).Select(i => (round, i) is (0, 0) ? first : Limit(Btc, 90m) with { TimeInForce = TimeInForce.Ioc }).ToList();
            await Task.WhenAll(orders.Select(order => Venue.Submit(order, Now.AddMilliseconds(100 * round))));
            await ObserveAsync(Btc, Now.AddMilliseconds((100 * round) + 60), 100m);
            Assert.NotNull(await Venue.Query(orders[^1].Id, Btc));
            foreach (var order in orders)
            {
                await Venue.Acknowledge(order.Id, long.MaxValue);
            }
        }

        Assert.Null(await Venue.Query(first.Id, Btc));
        await Venue.DropAsync();
        await Venue.Submit(first, Now.AddMilliseconds(500));
        await ObserveAsync(Btc, Now.AddMilliseconds(560), 100m);
        Assert.Null(await Venue.Query(first.Id, Btc));
    }

    [Fact]
    public async Task Events_are_worked_through_once_however_often_they_come()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);
        var order = Limit(Btc, 99m, quantity: 3m);
        await Venue.Submit(order, Now);
        await ObserveAsync(Btc, Now.AddMilliseconds(60), 100m);
        var trade = BatchOf(Btc, new MarketEvent
        {
            TimeMs = Now.AddMilliseconds(100).ToUnixTimeMilliseconds(),
            Kind = MarketEventKind.Trade,
            Price = 9_800,
            Quantity = 10,
            Side = TakerSide.Sell,
            DepthIndex = -1,
        });

        var next = await Venue.Observe(_number, trade);
        Assert.Equal(next, await Venue.Observe(_number, trade));

        Assert.Equal(1m, (await Venue.Query(order.Id, Btc))!.FilledQuantity);
    }

    [Fact]
    public async Task Request_older_than_the_receive_window_is_refused()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);

        var answer = await Venue.Submit(Market(Btc), Now.AddSeconds(-6));

        Assert.Equal(VenueReasons.RequestExpired, Assert.IsType<VenueRejected>(answer).Reason);
    }

    [Fact]
    public async Task Symbol_that_is_added_leaves_the_others_as_they_are()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);
        var order = Limit(Btc, 90m);
        await Venue.Submit(order, Now);
        await ObserveAsync(Btc, Now.AddMilliseconds(60), 100m);

        await Venue.Open(OpeningOf(Btc, Eth));
        await ObserveAsync(Eth, Now.AddMilliseconds(70), 10m);
        await Venue.Submit(Limit(Eth, 9m), Now.AddMilliseconds(70));
        await ObserveAsync(Eth, Now.AddMilliseconds(200), 10m);

        Assert.Equal(order.Id, Assert.Single(await Venue.ListOpen(Btc)).OrderId);
        Assert.Single(await Venue.ListOpen(Eth));
    }

    [Fact]
    public async Task Deposit_counts_once_and_carries_a_larger_order()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);
        var tooLarge = Limit(Btc, 90m, quantity: 150m);
        await Venue.Submit(tooLarge, Now);
        await ObserveAsync(Btc, Now.AddMilliseconds(60), 100m);

        await Venue.Transfer("t-1", 5_000m);
        await Venue.DropAsync();
        await Venue.Transfer("t-1", 5_000m);
        var fits = Limit(Btc, 90m, quantity: 150m);
        var exceeds = Limit(Btc, 90m, quantity: 20m);
        await Venue.Submit(fits, Now.AddMilliseconds(60));
        await ObserveAsync(Btc, Now.AddMilliseconds(200), 100m);
        await Venue.Submit(exceeds, Now.AddMilliseconds(200));
        await ObserveAsync(Btc, Now.AddMilliseconds(400), 100m);

        Assert.Equal(OrderStatus.Rejected, (await Venue.Query(tooLarge.Id, Btc))!.Status);
        Assert.Equal(OrderStatus.New, (await Venue.Query(fits.Id, Btc))!.Status);
        Assert.Equal(OrderStatus.Rejected, (await Venue.Query(exceeds.Id, Btc))!.Status);
    }

    [Fact]
    public async Task End_that_nobody_has_heard_of_answers_a_query_however_many_orders_ended_since()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);
        var oldest = Limit(Btc, 90m) with { TimeInForce = TimeInForce.Ioc };
        await Venue.Submit(oldest, Now);
        for (var i = 0; i < FinishedMax; i++)
        {
            await Venue.Submit(Limit(Btc, 90m) with { TimeInForce = TimeInForce.Ioc }, Now);
        }

        // All of them end in one turn, so none of the ends can have been heard when the last of them makes room for itself.
        await ObserveAsync(Btc, Now.AddMilliseconds(60), 100m);

        Assert.Equal(OrderStatus.Canceled, (await Venue.Query(oldest.Id, Btc))?.Status);
    }

    [Fact]
    public async Task Order_that_was_under_way_while_the_venue_slept_has_arrived_when_it_is_asked_after()
    {
        await OpenAsync();
        await ObserveAsync(Btc, Now, 100m);
        var order = Market(Btc);
        await Venue.Submit(order, Now.AddSeconds(-3));

        await Venue.DropAsync();

        Assert.Equal(OrderStatus.Filled, (await Venue.Query(order.Id, Btc))?.Status);
    }

    [Fact]
    public async Task Order_of_a_symbol_that_the_venue_does_not_trade_is_refused()
    {
        await OpenAsync();

        Assert.IsType<VenueRejected>(await Venue.Submit(Market(Eth), Now));
    }

    private DateTimeOffset Now => cluster.Clock.GetUtcNow();

    private Task OpenAsync() => Venue.Open(OpeningOf(Btc));

    private VenueOpening OpeningOf(params ImmutableArray<Symbol> symbols) => new(
        _account, SimulatedVenueOptions.Default, 10_000m, 1, IsLockStep: false,
        [.. symbols.Select(symbol => new VenueOpeningMarket(
            Instrument.WithDefaults(symbol, "synthetic", 0.01m, 0.1m), 2, 1, HasTrades: true, HasBook: true, HasMark: false, HasFunding: true, null))]);

    private async Task ObserveAsync(Symbol symbol, DateTimeOffset at, decimal bid)
    {
        var book = new MarketEvent
        {
            TimeMs = at.ToUnixTimeMilliseconds(),
            Kind = MarketEventKind.Book,
            Price = (long)(bid * 100),
            Quantity = 1_000,
            AskPrice = (long)(bid * 100) + 50,
            AskQuantity = 1_000,
            DepthIndex = -1,
        };
        _number = await Venue.Observe(_number, BatchOf(symbol, book));
    }

    private static MarketBatch BatchOf(Symbol symbol, params MarketEvent[] events) => new(symbol, 2, 1, events, events.Length);

    private OrderRequest Market(Symbol symbol) => RequestOf(symbol, OrderType.Market, null, 1m);

    private OrderRequest Limit(Symbol symbol, decimal price, decimal quantity = 1m) => RequestOf(symbol, OrderType.Limit, price, quantity);

    private OrderRequest RequestOf(Symbol symbol, OrderType type, decimal? price, decimal quantity) => new(
        ClientOrderId.Create(_account, "", Guid.NewGuid().ToString(), 0), _account, "", "", OrderPurpose.Manual, symbol, Side.Buy, type,
        TimeInForce.Gtc, quantity, price, null, ReduceOnly: false, 1, null, Now);
}
