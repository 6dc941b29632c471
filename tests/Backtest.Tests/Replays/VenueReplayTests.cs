using Trading.Backtest.Tests.Support;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using static Trading.Backtest.Tests.Support.PricePath;

namespace Trading.Backtest.Tests.Replays;

/// <summary>Order of events in a whole replay: arrival, funding, candles.</summary>
public sealed class VenueReplayTests
{
    private const string BuyAtOnce = """
        {
          "name": "buy", "direction": "long", "indicators": { "p": { "type": "price" } },
          "signal": { "when": { "indicator": "p", "op": ">", "value": 0 } },
          "entry": { "when": { "indicator": "p", "op": ">=", "value": 100 }, "order": { "type": "market" }, "size": { "type": "quantity", "value": 1 } },
          "limits": { "maxTimeInPosition": "7d" }
        }
        """;

    [Theory]
    [InlineData(50, 103)]
    [InlineData(100, 107)]
    [InlineData(119, 107)]
    [InlineData(120, 109)]
    [InlineData(0, 103)]
    public void An_order_meets_the_book_as_it_stands_when_it_arrives(int latencyMs, int ask)
    {
        var market = new MemoryMarket();
        market.Book(Btc, Start + 100, 99m, 101m).Trade(Btc, Start + 200, 100m).Trade(Btc, Start + 300, 100m);
        market.Book(Btc, Start + 350, 99m, 103m).Book(Btc, Start + 400, 99m, 107m).Book(Btc, Start + 420, 99m, 109m).Trade(Btc, Start + 2_000, 100m);
        var run = Make(market, MarketSeries.Trades | MarketSeries.Book) with
        {
            Venue = SimulatedVenueOptions.Default with { Latency = TimeSpan.FromMilliseconds(latencyMs) },
            Limits = Domain.Risk.RiskLimits.Default with { PriceCollarPct = 20m },
        };

        var (_, journal) = run.Go();

        var (_, fill) = Assert.Single(journal.Fills);
        Assert.Equal(ask, fill.Price);
        Assert.Equal(At(0, latencyMs == 0 ? 350 : 300 + latencyMs), fill.At);
    }

    [Fact]
    public void Funding_falls_on_what_was_held_at_the_last_mark()
    {
        var market = Of("99 100 101x20", start: Start - 10_000).Mark(Btc, Start - 9_900, 100m).Mark(Btc, Start + 30_000, 100m);
        market.Funding(Btc, Start + 31_000, 0.001m).Mark(Btc, Start + 32_000, 105m).Trade(Btc, Start + 33_000, 105m);

        var (outcome, journal) = Make(market, MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark | MarketSeries.Funding).Go();

        var funding = Assert.Single(journal.Ledger, entry => entry.Kind is LedgerKind.Funding);
        Assert.Equal((At(31), -1m * 100m * 0.001m, 0.001m, 100m), (funding.At, funding.Amount, funding.Rate, funding.Mark));
        Assert.Equal(10_000m - (100.01m * 0.0006m) - 0.1m + (105m - 100.01m), outcome.Report!.FinalEquity);
    }

    [Fact]
    public void Without_published_funding_the_set_rate_falls_due_every_eight_hours()
    {
        var market = Of("99 100 101x20", start: Start - 10_000);

        var (_, journal) = Make(market, MarketSeries.Trades | MarketSeries.Book).Go();

        var funding = Assert.Single(journal.Ledger, entry => entry.Kind is LedgerKind.Funding);
        Assert.Equal((At(0), -101m * 0.0001m), (funding.At, funding.Amount));
    }

    [Fact]
    public void A_candle_shows_a_long_its_low_before_its_high()
    {
        var document = BuyAtOnce.Replace("\"size\"", "\"stopLoss\": { \"pct\": 2 }, \"takeProfit\": [{ \"pct\": 2, \"closePct\": 100 }], \"size\"", StringComparison.Ordinal);
        Candle[] candles =
        [
            new(Start, 100m, 100.1m, 99.9m, 100m, 1_000_000m, null), new(Start + 60_000, 100m, 103m, 97m, 101m, 1_000_000m, null),
            new(Start + 120_000, 101m, 101m, 101m, 101m, 1m, null),
        ];
        var market = new MemoryMarket().Candles(Btc, candles);
        var run = new Run(market, [Run.MarketOf(Btc, MarketSeries.Candles, TimeSpan.FromMinutes(1))], [(document, [Btc])]);

        var (_, journal) = run.Go();

        // Entered at a step of the first candle; the second one's low of 97 comes first and takes the stop.
        Assert.Equal("stop_loss", journal.RoundTrips[0].ExitReason);
        Assert.InRange(journal.RoundTrips[0].ExitPrice, 97m, journal.RoundTrips[0].EntryPrice * 0.98m);
    }

    private static Run Make(MemoryMarket market, MarketSeries series) => new(market, [Run.MarketOf(Btc, series)], [(BuyAtOnce, [Btc])]);
}
