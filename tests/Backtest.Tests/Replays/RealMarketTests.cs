using System.Globalization;
using System.IO.Compression;
using Trading.Backtest.Tests.Support;
using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Instances;
using Trading.Testing;

namespace Trading.Backtest.Tests.Replays;

/// <summary>Recorded exchange data through importer, segments and replay.</summary>
public sealed class RealMarketTests
{
    private const string Fade = """
        {
          "name": "fade", "direction": "short",
          "indicators": {
            "pump": { "type": "pump_magnitude_pct", "current": { "from": 2, "to": 0 }, "baseline": { "from": 10, "to": 5 } },
            "surge": { "type": "volume_surge_ratio", "current": { "from": 5, "to": 0 }, "baseline": { "from": 30, "to": 10 } },
            "p": { "type": "price" }, "age": { "type": "position_age_s" }
          },
          "signal": { "when": { "all": [{ "indicator": "pump", "op": ">=", "value": 0.005 }, { "indicator": "surge", "op": ">=", "value": 0.5 }] }, "expires": "10s" },
          "entry": {
            "when": { "indicator": "pump", "op": ">=", "value": -1 }, "order": { "type": "limit", "offsetPct": 0.05, "timeInForce": "gtc", "timeout": "5s" },
            "size": { "type": "equity_pct", "value": 5 }, "leverage": 3, "cooldown": "1s", "stopLoss": { "pct": 1.5 }
          },
          "exit": { "when": { "indicator": "age", "op": ">=", "value": 2 }, "cooldown": "1s" }
        }
        """;

    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly Symbol Eth = Symbol.Parse("ETH_USDT");
    private static readonly Symbol Xrp = Symbol.Parse("XRP_USDT");

    [Fact]
    public async Task The_twelve_fundings_of_xrp_are_booked_at_their_own_times_and_rates()
    {
        var market = await new ImportedMarket().Add(Xrp, SeriesKind.Candles, "binance_usdm_xrpusdt_202111_5m", CandleInterval.Parse("5m"));
        await market.Add(Xrp, SeriesKind.Funding, "binance_usdm_xrpusdt_202111_funding_8h");
        const string Hold = """
            {
              "name": "hold", "direction": "long", "indicators": { "p": { "type": "price" } },
              "signal": { "when": { "indicator": "p", "op": ">", "value": 0 } },
              "entry": { "when": { "indicator": "p", "op": ">", "value": 0 }, "order": { "type": "market" }, "size": { "type": "quantity", "value": 100 } },
              "emergency": { "when": { "indicator": "p", "op": "<", "value": 0.1 } }
            }
            """;

        var (_, journal) = new Run(market.Data, market.Markets, [(Hold, [Xrp])]) { StopPolicy = StopPolicy.Keep }.Go();

        var booked = journal.Ledger.Where(entry => entry.Kind is LedgerKind.Funding).ToArray();
        Assert.Equal(12, booked.Length);
        Assert.Equal(Published().Take(12), booked.Select(entry => (entry.At.ToUnixTimeMilliseconds(), entry.Rate!.Value)));
        Assert.All(booked, entry => Assert.Equal(-100m * entry.Mark!.Value * entry.Rate!.Value, entry.Amount));
    }

    [Fact]
    public async Task Two_real_symbols_trade_alike_however_they_are_walked_through()
    {
        var market = await new ImportedMarket().Add(Btc, SeriesKind.Trades, "binance_usdm_btcusdt_20240808-09_trades");
        await market.Add(Btc, SeriesKind.Book, "binance_usdm_btcusdt_20240808-09_bookticker");
        await market.Add(Eth, SeriesKind.Trades, "binance_usdm_ethusdt_20240808-09_trades");
        var run = new Run(market.Data, market.Markets, [(Fade, [Btc, Eth])]);

        var (outcome, journal) = run.Go();

        Assert.Equal(21_313 + 66_089 + 14_076, outcome.Events);
        Assert.All([Btc, Eth], symbol => Assert.True(journal.RoundTrips.Count(trip => trip.Symbol == symbol) >= 20, $"{symbol}: {journal.RoundTrips.Count}"));
        Assert.Contains(journal.Transitions, entry => entry.Transition.To is InstanceStatus.Exiting);
        Assert.Equal(
            outcome.Report!.FinalBalance,
            10_000m + journal.Ledger.Where(entry => entry.Kind is not LedgerKind.Deposit).Sum(entry => entry.Amount));

        var lines = run.Lines();
        Assert.Equal(lines, (run with { IsSkipping = false }).Lines());
        Assert.Equal(lines, (run with { BatchSize = 97 }).Lines());
    }

    private static IEnumerable<(long TimeMs, decimal Rate)> Published()
    {
        using var file = new StreamReader(new GZipStream(
            File.OpenRead(SharedFolder.PathOf("data/binance_usdm_xrpusdt_202111_funding_8h.csv.gz")), CompressionMode.Decompress));
        file.ReadLine();
        while (file.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            yield return (long.Parse(cells[0], CultureInfo.InvariantCulture), decimal.Parse(cells[1], CultureInfo.InvariantCulture));
        }
    }
}
