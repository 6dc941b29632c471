using System.Globalization;
using System.IO.Compression;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Testing;

namespace Trading.Storage.Tests.MarketData;

/// <summary>The recorded files of the reference data.</summary>
public sealed class RealFilesTests
{
    [Theory]
    [InlineData("binance_usdm_btcusdt_20240808-09_trades", SeriesKind.Trades, "1m", 21_313, 1, 3)]
    [InlineData("binance_usdm_btcusdt_20240808-09_bookticker", SeriesKind.Book, "1m", 66_089, 1, 3)]
    [InlineData("binance_usdm_ethusdt_20240808-09_trades", SeriesKind.Trades, "1m", 14_076, 2, 3)]
    [InlineData("binance_spot_xrpeth_20191011-13_trades", SeriesKind.Trades, "1m", 12_477, 8, 0)]
    [InlineData("binance_spot_xrpeth_20191011-13_1m", SeriesKind.Candles, "1m", 2_469, 8, 0)]
    [InlineData("btc-perp_20211231-20220201_1m", SeriesKind.Candles, "1m", 45_031, 3, 7)]
    [InlineData("binance_usdm_xrpusdt_202111_5m", SeriesKind.Candles, "5m", 1_999, 4, 1)]
    [InlineData("binance_usdm_xrpusdt_202111_1h", SeriesKind.Candles, "1h", 100, 5, 6)]
    [InlineData("binance_usdm_xrpusdt_202111_1h_mark", SeriesKind.Mark, "1m", 100, 5, 0)]
    [InlineData("binance_usdm_xrpusdt_202111_8h_mark", SeriesKind.Mark, "1m", 91, 4, 0)]
    [InlineData("binance_usdm_xrpusdt_202111_funding_8h", SeriesKind.Funding, "1m", 91, 0, 0)]
    public async Task Every_file_imports_with_its_rows(string name, SeriesKind kind, string interval, long rows, int priceScale, int quantityScale)
    {
        var imported = await Imported.Into(Imported.Xrp).AddSharedAsync(kind, name, interval);

        Assert.Null(imported.Outcome.Failure);
        var series = Assert.Single(imported.Outcome.Series);
        Assert.Equal((rows, 0L, rows), (imported.Outcome.Rows, imported.Outcome.BadRows, series.Rows));
        Assert.Equal((priceScale, quantityScale), (series.PriceScale, series.QuantityScale));
    }

    [Fact]
    public async Task Candles_of_the_recorded_trades_are_the_published_ones()
    {
        var imported = await Imported.Into(Symbol.Parse("XRP_ETH")).AddSharedAsync(SeriesKind.Trades, "binance_spot_xrpeth_20191011-13_trades");

        var derived = DerivedCandles.Read(imported.Reader, new MarketQuery(imported.Symbol.Symbol), CandleInterval.Parse("1m"), CancellationToken.None)
            .Select(candle => (candle.OpenTimeMs, candle.Open, candle.High, candle.Low, candle.Close, candle.Volume)).ToList();

        Assert.Equal(2_469, derived.Count);
        Assert.Equal(PublishedCandles("binance_spot_xrpeth_20191011-13_1m"), derived);
    }

    [Fact]
    public async Task Candles_made_of_published_candles_are_those_made_of_the_trades()
    {
        var fromTrades = await Imported.Into(Symbol.Parse("XRP_ETH")).AddSharedAsync(SeriesKind.Trades, "binance_spot_xrpeth_20191011-13_trades");
        var fromCandles = await Imported.Into(Symbol.Parse("XRP_ETH")).AddSharedAsync(SeriesKind.Candles, "binance_spot_xrpeth_20191011-13_1m");

        foreach (var interval in (string[])["5m", "1h", "4h", "1d", "1w", "1M"])
        {
            Assert.Equal(Derive(fromTrades, interval), Derive(fromCandles, interval));
        }

        static List<Candle> Derive(Imported imported, string interval) =>
            [.. DerivedCandles.Read(imported.Reader, new MarketQuery(imported.Symbol.Symbol), CandleInterval.Parse(interval), CancellationToken.None)
                .Select(candle => candle with { Trades = null })];
    }

    [Fact]
    public async Task Twelve_fundings_fall_into_the_candles_and_no_other_is_replayed()
    {
        var imported = await Imported.Into(Imported.Xrp).AddSharedAsync(SeriesKind.Candles, "binance_usdm_xrpusdt_202111_5m", "5m");
        await imported.AddSharedAsync(SeriesKind.Funding, "binance_usdm_xrpusdt_202111_funding_8h");
        await imported.AddSharedAsync(SeriesKind.Mark, "binance_usdm_xrpusdt_202111_8h_mark");

        var events = imported.Events();

        Assert.Equal(12, events.Count(market => market.Kind is MarketEventKind.Funding));
        Assert.Equal(imported.Symbol.FromMs, events[0].TimeMs);
        Assert.Equal((MarketEventKind.Heartbeat, imported.Symbol.ToMs + 1), (events[^1].Kind, events[^1].TimeMs));
        Assert.Equal(1_999, imported.Reader.ReadCandles(new MarketQuery(Imported.Xrp), CancellationToken.None).Count());
    }

    [Fact]
    public async Task Trades_and_book_of_one_market_merge_in_stream_order()
    {
        var imported = await Imported.Into(Symbol.Parse("BTC_USDT")).AddSharedAsync(SeriesKind.Trades, "binance_usdm_btcusdt_20240808-09_trades");
        await imported.AddSharedAsync(SeriesKind.Book, "binance_usdm_btcusdt_20240808-09_bookticker");

        var events = imported.Events();

        Assert.Equal((21_313, 66_089), (events.Count(e => e.Kind is MarketEventKind.Trade), events.Count(e => e.Kind is MarketEventKind.Book)));
        Assert.All(events.Zip(events.Skip(1)), pair => Assert.True((pair.First.TimeMs, pair.First.Kind).CompareTo((pair.Second.TimeMs, pair.Second.Kind)) <= 0));
        Assert.Equal((0.1m, 0.001m), (imported.Symbol.Instrument.TickSize, imported.Symbol.Instrument.LotSize));
    }

    [Fact]
    public async Task Quality_report_tells_what_the_month_of_candles_is_worth()
    {
        var imported = await Imported.Into(Imported.Xrp).AddSharedAsync(SeriesKind.Candles, "btc-perp_20211231-20220201_1m");

        var quality = imported.Symbol.Find(SeriesKind.Candles)!.Quality;

        Assert.Equal((45_031L, 45_031L, 100.0, 60_000L, 0L, 0L), (quality.Units, quality.UnitsExpected, quality.CompletenessPct, quality.UsualSpacingMs, quality.GapCount, quality.Duplicates));
    }

    private static List<(long, decimal, decimal, decimal, decimal, decimal)> PublishedCandles(string name)
    {
        using var file = File.OpenRead(SharedFolder.PathOf($"data/{name}.csv.gz"));
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        lines.ReadLine();
        var candles = new List<(long, decimal, decimal, decimal, decimal, decimal)>();
        while (lines.ReadLine() is { } line)
        {
            decimal[] values = [.. line.Split(',').Select(field => decimal.Parse(field, CultureInfo.InvariantCulture))];
            candles.Add(((long)values[0], values[1], values[2], values[3], values[4], values[5]));
        }

        return candles;
    }
}
