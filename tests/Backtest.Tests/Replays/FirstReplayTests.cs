using Trading.Backtest.Tests.Support;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Backtest.Tests.Replays;

public sealed class FirstReplayTests
{
    private const long Start = 1_704_067_200_000;
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    private const string BuyAbove100 = """
        {
          "name": "buy-above",
          "direction": "long",
          "indicators": { "p": { "type": "price" } },
          "signal": { "when": { "indicator": "p", "op": ">=", "value": 100 } },
          "entry": { "when": { "indicator": "p", "op": ">=", "value": 101 },
                     "order": { "type": "market" }, "size": { "type": "quantity", "value": 1 },
                     "stopLoss": { "pct": 10 } },
          "exit": { "when": { "indicator": "p", "op": ">=", "value": 103 }, "cooldown": "1h" }
        }
        """;

    [Fact]
    public void A_rise_is_signaled_entered_and_exited_and_the_ledger_says_so()
    {
        var market = new MemoryMarket();
        decimal[] prices = [99m, 100m, 101m, 101m, 101m, 102m, 103m, 103m, 103m, 103m, 103m];
        for (var second = 0; second < prices.Length; second++)
        {
            market.Book(Btc, Start + (second * 1_000) + 100, prices[second] - 0.01m, prices[second] + 0.01m);
            market.Trade(Btc, Start + (second * 1_000) + 200, prices[second]);
        }

        var (outcome, journal) = new Run(market, [Run.MarketOf(Btc, MarketSeries.Trades | MarketSeries.Book)], [(BuyAbove100, [Btc])]).Go();

        var trip = Assert.Single(journal.RoundTrips);
        Assert.Equal(101.01m, trip.EntryPrice);
        Assert.Equal(102.99m, trip.ExitPrice);
        Assert.Equal("exit", trip.ExitReason);
        Assert.Equal(1.98m, trip.GrossPnl);
        Assert.Equal(0.0006m * (101.01m + 102.99m), trip.Fees);
        Assert.Equal(10_000m + trip.NetPnl, outcome.Report!.FinalEquity);
        Assert.Equal([OrderPurpose.Entry, OrderPurpose.Stop, OrderPurpose.Exit], journal.Orders.Select(order => order.Request.Purpose));
        Assert.All(journal.Orders, order => Assert.True(order.Status.IsTerminal));
    }

    [Fact]
    public void A_position_opens_at_the_mark_that_holds_and_not_at_the_last_round_trips()
    {
        const string withTarget = """
            {
              "name": "buy-twice",
              "direction": "long",
              "indicators": { "p": { "type": "price" } },
              "signal": { "when": { "indicator": "p", "op": ">=", "value": 100 } },
              "entry": { "when": { "indicator": "p", "op": ">=", "value": 101 },
                         "order": { "type": "market" }, "size": { "type": "quantity", "value": 1 },
                         "takeProfit": [ { "pct": 1.5, "closePct": 100 } ] },
              "exit": { "when": { "indicator": "p", "op": "<", "value": 1 }, "cooldown": "5s" }
            }
            """;
        decimal[] prices = [99m, 100m, 101m, 101m, 103m, 103m, 99m, 99m, 99m, 99m, 99m, 99m, 100m, 101m, 101m, 101m, 101m, 101m, 101m, 103m, 103m, 103m];
        var market = new MemoryMarket();
        for (var second = 0; second < prices.Length; second++)
        {
            market.Book(Btc, Start + (second * 1_000) + 100, prices[second] - 0.01m, prices[second] + 0.01m);
            market.Trade(Btc, Start + (second * 1_000) + 200, prices[second]);
        }

        var (_, journal) = new Run(market, [Run.MarketOf(Btc, MarketSeries.Trades | MarketSeries.Book)], [(withTarget, [Btc])]).Go();

        Assert.Equal([(101.01m, 102.99m), (101.01m, 102.99m)], journal.RoundTrips.Select(trip => (trip.EntryPrice, trip.ExitPrice)));
    }
}
