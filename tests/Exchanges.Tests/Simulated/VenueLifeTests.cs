using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Exchanges.Simulated;

namespace Trading.Exchanges.Tests.Simulated;

public sealed class VenueLifeTests
{
    [Fact]
    public void An_id_is_taken_once()
    {
        var bench = new VenueBench();
        bench.Book(0, 99m, 10m, 100m, 10m);
        var order = VenueBench.Order("same", Side.Buy, OrderType.Market, 1m);

        Assert.True(bench.Venue.Submit(order, VenueBench.At(0)));
        Assert.False(bench.Venue.Submit(order, VenueBench.At(0)));
        Assert.Single(bench.Heartbeat(1_000).OfType<VenueFilled>());
        Assert.False(bench.Venue.Submit(order, VenueBench.At(1_000)));
        Assert.Empty(bench.Heartbeat(2_000));
    }

    [Fact]
    public void A_query_knows_an_order_from_its_arrival_to_after_its_end()
    {
        var bench = new VenueBench();
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Limit(at: 0, Side.Buy, 2m, 100m);
        Assert.Null(bench.Venue.Query("limit"));

        bench.Heartbeat(51);
        Assert.Equal((OrderStatus.New, 0m), (bench.Venue.Query("limit")!.Status, bench.Venue.Query("limit")!.FilledQuantity));
        bench.Trade(100, 99m, 0.5m, TakerSide.Sell);
        Assert.Equal((OrderStatus.PartiallyFilled, 0.5m), (bench.Venue.Query("limit")!.Status, bench.Venue.Query("limit")!.FilledQuantity));
        Assert.Equal("limit", Assert.Single(bench.Venue.OpenOrders(VenueBench.Symbol)).OrderId);
        bench.Trade(101, 99m, 5m, TakerSide.Sell);

        var order = bench.Venue.Query("limit")!;
        Assert.Equal((OrderStatus.Filled, 2m, VenueBench.At(101)), (order.Status, order.FilledQuantity, order.At));
        Assert.Equal([0.5m, 1.5m], order.Fills.Select(fill => fill.Quantity));
        Assert.Empty(bench.Venue.OpenOrders(VenueBench.Symbol));
        Assert.Null(bench.Venue.Query("never-sent"));
    }

    [Fact]
    public void Order_whose_end_is_still_owed_is_remembered_until_it_is_not()
    {
        var owed = true;
        var bench = new VenueBench(VenueBench.Instant, balance: 1_000_000m);
        bench.Venue.IsOwed = id => owed && id == "o-0";
        bench.Book(0, 99m, 10m, 100m, 10m);
        for (var i = 0; i <= 1_500; i++)
        {
            bench.Limit(at: 0, Side.Buy, 0.001m, 99m, $"o-{i}", TimeInForce.Ioc);
        }

        bench.Book(1, 99m, 10m, 100m, 10m);
        Assert.Equal(OrderStatus.Canceled, bench.Venue.Query("o-0")?.Status);
        Assert.Null(bench.Venue.Query("o-1"));

        owed = false;
        for (var i = 0; i < 1_000; i++)
        {
            bench.Limit(at: 2, Side.Buy, 0.001m, 99m, $"p-{i}", TimeInForce.Ioc);
        }

        bench.Book(3, 99m, 10m, 100m, 10m);
        Assert.Null(bench.Venue.Query("o-0"));
    }

    [Fact]
    public void Orders_that_are_over_are_forgotten_after_a_thousand_more()
    {
        var bench = new VenueBench(VenueBench.Instant, balance: 1_000_000m);
        bench.Book(0, 99m, 10m, 100m, 10m);
        for (var i = 0; i <= 1_000; i++)
        {
            bench.Limit(at: 0, Side.Buy, 0.001m, 99m, $"o-{i}", TimeInForce.Ioc);
        }

        bench.Book(1, 99m, 10m, 100m, 10m);

        Assert.Null(bench.Venue.Query("o-0"));
        Assert.Equal(OrderStatus.Canceled, bench.Venue.Query("o-1")!.Status);
    }

    [Fact]
    public void Id_of_an_order_that_is_no_longer_answered_for_is_not_taken_again_also_after_a_restart()
    {
        var memory = new VenueMemory(AnsweredMax: 2, KnownMax: 10, KnownFor: TimeSpan.FromSeconds(10));
        var bench = new VenueBench(VenueBench.Instant, balance: 1_000_000m) { Venue = { Memory = memory } };
        EndFive(bench, at: 0);

        Assert.Equal([false, false, false, true, true], Enumerable.Range(0, 5).Select(i => bench.Venue.Query($"o-0-{i}") is not null));
        Assert.Equal(2, bench.Venue.Snapshot().Orders.Length);

        bench.Venue = SimulatedVenue.Restore(bench.Options, bench.Venue.Snapshot());
        bench.Venue.Memory = memory;
        Assert.All(Enumerable.Range(0, 5), i => Assert.False(Submits(bench, $"o-0-{i}", at: 2)));
    }

    [Fact]
    public void Known_ids_are_so_many_and_not_older_than_was_set()
    {
        var bench = new VenueBench(VenueBench.Instant, balance: 1_000_000m) { Venue = { Memory = new(AnsweredMax: 1, KnownMax: 6, KnownFor: TimeSpan.FromSeconds(10)) } };
        EndFive(bench, at: 0);
        EndFive(bench, at: 10);

        // Nine of them are not answered for: of the oldest three nothing is known.
        Assert.True(Submits(bench, "o-0-2", at: 12));
        Assert.False(Submits(bench, "o-0-3", at: 12));
        EndFive(bench, at: 10_100);
        Assert.DoesNotContain(bench.Venue.Snapshot().Forgotten, order => order.EndedAtMs <= VenueBench.At(99).ToUnixTimeMilliseconds());
        Assert.Equal(4, bench.Venue.Snapshot().Forgotten.Count(order => order.Id.StartsWith("o-10100-", StringComparison.Ordinal)));
    }

    [Fact]
    public void Account_lists_the_latest_executions_of_everybody_also_after_a_restore()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 100m, 10m);
        bench.Buy(at: 0, 1m, "entry");
        bench.Book(1, 99m, 10m, 100m, 10m);
        bench.Venue.TradeByHand(VenueBench.Symbol, 2m, []);
        bench.Venue.LiquidateByHand(VenueBench.Symbol, []);

        bench.Venue = SimulatedVenue.Restore(bench.Options, bench.Venue.Snapshot());
        var account = bench.Venue.Read(VenueBench.At(9));

        Assert.Empty(account.Positions);
        Assert.Equal(
            [("entry", 1m), ("hand-2", 2m), ("", -3m)],
            VenueHolding.Of(account, VenueBench.Symbol).Executions.Select(execution => (execution.OrderId, execution.Quantity)));
    }

    [Fact]
    public void Account_lists_so_many_executions_and_no_more()
    {
        var bench = new VenueBench(VenueBench.Instant, balance: 1_000_000m);
        for (var i = 0; i < VenueExecutions.CountMax + 5; i++)
        {
            bench.Book(i, 99m, 10m, 100m, 10m);
            bench.Buy(at: i, 0.001m, $"o-{i}");
        }

        bench.Book(VenueExecutions.CountMax + 5, 99m, 10m, 100m, 10m);

        var listed = VenueHolding.Of(bench.Venue.Read(VenueBench.At(0)), VenueBench.Symbol).Executions;
        Assert.Equal((VenueExecutions.CountMax, "o-5", $"o-{VenueExecutions.CountMax + 4}"), (listed.Length, listed[0].OrderId, listed[^1].OrderId));
    }

    private static void EndFive(VenueBench bench, long at)
    {
        bench.Book(at, 99m, 10m, 100m, 10m);
        for (var i = 0; i < 5; i++)
        {
            bench.Limit(at, Side.Buy, 0.001m, 99m, $"o-{at}-{i}", TimeInForce.Ioc);
        }

        bench.Book(at + 1, 99m, 10m, 100m, 10m);
    }

    private static bool Submits(VenueBench bench, string id, long at) =>
        bench.Venue.Submit(VenueBench.Order(id, Side.Buy, OrderType.Limit, 0.001m, 99m, timeInForce: TimeInForce.Ioc), VenueBench.At(at));

    [Fact]
    public void Rejects_come_from_the_seed_at_the_rate_that_was_set()
    {
        var bench = new VenueBench(VenueBench.Instant with { RejectPct = 25m }, balance: 10_000_000m);
        bench.Book(0, 99m, 10m, 100m, 10m);
        for (var i = 0; i < 4_000; i++)
        {
            bench.Limit(at: 0, Side.Buy, 0.001m, 99m, $"o-{i}");
        }

        var refused = bench.Book(1, 99m, 10m, 100m, 10m).OfType<VenueRejected>().Count(rejected => rejected.Reason == VenueReasons.Refused);

        Assert.InRange(refused, 900, 1_100);
    }

    [Fact]
    public void When_data_end_everything_working_or_on_its_way_is_cancelled_and_the_position_stays()
    {
        var bench = new VenueBench(balance: 100_000m);
        bench.Trade(0, 100m, 1m);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Buy(at: 0, 1m, "entry");
        bench.Limit(at: 0, Side.Buy, 1m, 90m);
        bench.Stop(at: 0, Side.Sell, 1m, 50m);
        bench.Heartbeat(1_000);
        bench.Buy(at: 1_000, 1m, "in-flight");
        var reports = new List<VenueReport>();

        bench.Venue.Finish(VenueBench.At(1_000), VenueReasons.EndOfData, reports);

        Assert.Equal(["limit", "stop", "in-flight"], reports.Cast<VenueCanceled>().Select(canceled => canceled.OrderId));
        Assert.All(reports.Cast<VenueCanceled>(), canceled => Assert.Equal((VenueReasons.EndOfData, 0m), (canceled.Reason, canceled.FilledQuantity)));
        Assert.Equal(1m, bench.Venue.PositionQuantity(VenueBench.Symbol));
    }

    [Fact]
    public void What_has_arrived_by_the_last_event_is_worked_through_before_the_end()
    {
        var bench = new VenueBench();
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Buy(at: 0, 1m);
        bench.Heartbeat(50);
        var reports = new List<VenueReport>();

        bench.Venue.Finish(VenueBench.At(50), VenueReasons.EndOfData, reports);

        Assert.Equal([(101m, 1m)], VenueBench.Fills(reports));
    }

    [Fact]
    public void What_arrives_between_the_last_event_and_a_later_end_does_so_at_its_own_time()
    {
        var bench = new VenueBench();
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Buy(at: 0, 1m, "arrives");
        var reports = new List<VenueReport>();

        bench.Venue.Finish(VenueBench.At(500), VenueReasons.EndOfData, reports);

        Assert.Equal(VenueBench.At(50), Assert.Single(reports.OfType<VenueFilled>()).Fill.At);
        Assert.Equal(VenueBench.At(500), bench.Venue.Now);
    }

    [Theory]
    [InlineData("100", "99.99")]
    [InlineData("99", "99")]
    public void A_close_at_the_end_fills_at_the_last_price_worsened_by_half_the_spread_or_at_the_book_where_that_is_worse_and_pays_the_taker_fee(decimal bid, decimal price)
    {
        var bench = new VenueBench();
        bench.Trade(0, 100m, 1m);
        bench.Book(0, bid, 10m, 101m, 10m);
        bench.Buy(at: 0, 2m, "entry");
        bench.Heartbeat(1_000);
        var reports = new List<VenueReport>();
        bench.Venue.Finish(VenueBench.At(1_000), VenueReasons.EndOfData, reports);

        bench.Venue.FillAtEnd(VenueBench.Order("close", Side.Sell, OrderType.Market, 2m, reduceOnly: true), reports);

        var fill = Assert.Single(reports.OfType<VenueFilled>()).Fill;
        Assert.Equal((price, 2m, price * 2m * 0.0006m, VenueBench.At(1_000)), (fill.Price, fill.Quantity, fill.Fee, fill.At));
        Assert.True(bench.Venue.IsIdle);
    }

    [Fact]
    public void A_snapshot_survives_the_serializer_and_goes_on_as_if_nothing_had_happened()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var bench = new VenueBench(new() { LatencyJitter = TimeSpan.FromMilliseconds(30), RejectPct = 10m }, MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark);
        bench.Trade(0, 100m, 1m);
        bench.Mark(0, 100m, rate: 0.0002m);
        bench.Book(0, 99m, 10m, 101m, 10m, (98m, 5m, 102m, 5m));
        bench.Buy(at: 0, 1m, "entry");
        bench.Limit(at: 0, Side.Buy, 1m, 99m);
        bench.Stop(at: 0, Side.Sell, 1m, 95m);
        bench.Heartbeat(1_000);
        bench.Buy(at: 1_000, 1m, "in-flight");
        var snapshot = bench.Venue.Snapshot();

        var copy = serializer.Deserialize<VenueSnapshot>(serializer.SerializeToArray(snapshot));
        var restored = SimulatedVenue.Restore(bench.Options, copy!);

        Assert.Equal(Text(snapshot), Text(restored.Snapshot()));
        var expected = bench.Trade(2_000, 95m, 50m, TakerSide.Sell);
        bench.Venue = restored;
        Assert.Equal(expected, bench.Trade(2_000, 95m, 50m, TakerSide.Sell));
    }

    [Fact]
    public void A_market_batch_finer_than_declared_is_refused()
    {
        var bench = new VenueBench();
        var trade = new MarketEvent { Kind = MarketEventKind.Trade, Price = 1, Quantity = 1, DepthIndex = -1 };

        Assert.Throws<ArgumentException>(() => bench.Venue.Advance(0, new MarketBatch(VenueBench.Symbol, 4, 3, [trade], 1), trade, []));
    }

    [Fact]
    public void A_batch_coarser_than_declared_means_the_same_prices()
    {
        var bench = new VenueBench(VenueBench.Instant, MarketSeries.Trades);
        var trade = new MarketEvent { Kind = MarketEventKind.Trade, TimeMs = VenueBench.At(0).ToUnixTimeMilliseconds(), Price = 100, Quantity = 5, DepthIndex = -1 };
        bench.Venue.Advance(0, new MarketBatch(VenueBench.Symbol, 0, 0, [trade], 1), trade, []);
        bench.Buy(at: 0, 0.05m);

        Assert.Equal([(100.02m, 0.05m)], VenueBench.Fills(bench.Mark(1, 100m)));
    }

    [Fact]
    public void Symbols_share_the_wallet_and_nothing_else()
    {
        var other = Trading.Domain.Instruments.Symbol.Parse("ETH_USDT");
        var market = VenueBench.Market(MarketSeries.Trades | MarketSeries.Book);
        var venue = new SimulatedVenue(
            new(), 1, 250m, [market, market with { Instrument = market.Instrument with { Symbol = other } }]);
        var bench = new VenueBench { Venue = venue };
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Buy(at: 0, 1m);
        venue.Submit(VenueBench.Order("eth", Side.Buy, OrderType.Limit, 2m, 100m) with { Symbol = other }, VenueBench.At(0));

        var reports = bench.Heartbeat(1_000);

        // 101 of margin is held for the first: 200.12 are no longer there for the second.
        Assert.Equal(VenueReasons.InsufficientMargin, Assert.IsType<VenueRejected>(reports[^1]).Reason);
        Assert.Equal((1m, 0m), (venue.PositionQuantity(VenueBench.Symbol), venue.PositionQuantity(other)));
    }

    [Fact]
    public void While_idle_blocks_may_come_symbol_by_symbol()
    {
        var other = Trading.Domain.Instruments.Symbol.Parse("ETH_USDT");
        var market = VenueBench.Market(MarketSeries.Trades);
        VenueMarket[] markets = [market, market with { Instrument = market.Instrument with { Symbol = other } }];
        var start = VenueBench.At(0).ToUnixTimeMilliseconds();
        var trades = Enumerable.Range(0, 100)
            .Select(i => new MarketEvent { Kind = MarketEventKind.Trade, TimeMs = start + (i * 1_000), Price = 10_000, Quantity = 1_000 + i, DepthIndex = -1 })
            .ToArray();
        var (first, second) = (new MarketBatch(VenueBench.Symbol, 2, 3, trades, 100), new MarketBatch(other, 2, 3, trades, 100));
        var (merged, apart) = (new SimulatedVenue(new(), 1, 100m, markets), new SimulatedVenue(new(), 1, 100m, markets));

        foreach (var trade in trades)
        {
            merged.Advance(0, first, trade, []);
            merged.Advance(1, second, trade, []);
        }

        apart.Observe(0, first, 0, 100, []);
        apart.Observe(1, second, 0, 100, []);

        Assert.Equal(Text(merged.Snapshot()), Text(apart.Snapshot()));
    }

    internal static VenueSnapshot ThroughJson(VenueSnapshot snapshot) => JsonSerializer.Deserialize<VenueSnapshot>(Text(snapshot))!;

    internal static string Text(VenueSnapshot snapshot) => JsonSerializer.Serialize(snapshot);
}
