using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Storage.MarketData;

namespace Trading.Storage.Tests.MarketData;

public sealed class ReplayStreamTests
{
    private const string Trades = "timestamp_ms,price,quantity,side\n1500,1,1,buy\n2000,2,1,buy\n2000,3,1,buy\n5200,4,1,buy\n";

    [Fact]
    public async Task Heartbeats_fall_on_every_whole_second_first_of_their_instant()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, Trades);

        Assert.Equal(
            ["Trade 1500", "Heartbeat 2000", "Trade 2000", "Trade 2000", "Heartbeat 3000", "Heartbeat 4000", "Heartbeat 5000", "Trade 5200"],
            Told(imported.Events()));
    }

    [Fact]
    public async Task Each_enumeration_begins_anew()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, Trades);
        var batches = imported.Reader.ReadBatches(new MarketQuery(Imported.Xrp), CancellationToken.None);

        Assert.Equal(batches.SelectMany(Event.Of).ToList(), batches.SelectMany(Event.Of).ToList());
        Assert.Equal(8, batches.Sum(batch => batch.Count));
    }

    [Fact]
    public async Task Recording_that_begins_and_ends_on_a_second_begins_with_a_heartbeat()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, "timestamp_ms,price,quantity,side\n1000,1,1,buy\n2000,2,1,buy\n");

        Assert.Equal(["Heartbeat 1000", "Trade 1000", "Heartbeat 2000", "Trade 2000"], Told(imported.Events()));
    }

    [Fact]
    public async Task Equal_times_merge_as_funding_mark_trade_book_then_row()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Book, "timestamp_ms,bid,bid_qty,ask,ask_qty\n1000,1,1,2,1\n2000,1,1,2,2\n2000,1,1,2,3\n3000,1,1,2,4\n");
        await imported.AddAsync(SeriesKind.Trades, "timestamp_ms,price,quantity,side\n2000,1,1,buy\n2000,2,1,buy\n3000,3,1,sell\n"u8.ToArray());
        await imported.AddAsync(SeriesKind.Funding, "timestamp_ms,funding_rate\n2000,0.01\n"u8.ToArray());
        await imported.AddAsync(SeriesKind.Mark, "timestamp_ms,mark_price\n500,9\n2000,1\n3500,9\n"u8.ToArray());

        Assert.Equal(
            [
                "Heartbeat 1000", "Book 1000", "Heartbeat 2000", "Funding 2000", "Mark 2000", "Trade 2000", "Trade 2000", "Book 2000", "Book 2000",
                "Heartbeat 3000", "Trade 3000", "Book 3000",
            ],
            Told(imported.Events()));
        Assert.Equal([1m, 2m, 3m], imported.Events().Where(e => e.Kind is MarketEventKind.Trade).Select(e => e.Price));
    }

    [Fact]
    public async Task Range_cuts_the_stream_at_its_first_time_and_before_its_end()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, Trades);

        var middle = imported.Events(new MarketQuery(Imported.Xrp, FromMs: 2000, ToMs: 5000));

        Assert.Equal(["Heartbeat 2000", "Trade 2000", "Trade 2000", "Heartbeat 3000", "Heartbeat 4000"], Told(middle));
        Assert.Empty(imported.Events(new MarketQuery(Imported.Xrp, FromMs: 5201)));
        Assert.Empty(imported.Events(new MarketQuery(Imported.Xrp, ToMs: 1500)));
    }

    [Fact]
    public async Task Files_that_do_not_join_leave_a_gap_and_files_that_join_leave_none()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, Trades);
        await imported.AddAsync(SeriesKind.Trades, "timestamp_ms,price,quantity,side\n125000,5,1,buy\n126000,6,1,buy\n"u8.ToArray());
        await imported.AddAsync(SeriesKind.Trades, "timestamp_ms,price,quantity,side\n127000,7,1,buy\n"u8.ToArray());

        var events = imported.Events();

        Assert.Equal([new DataGap(5200, 125_000)], imported.Symbol.Gaps);
        Assert.Equal(["Heartbeat 125000", "Gap 125000", "Trade 125000"], Told(events.Where(e => e.TimeMs == 125_000)));
        Assert.Equal(5200, events.Single(e => e.Kind is MarketEventKind.Gap).Quantity);
        Assert.Equal(126, events.Count(e => e.Kind is MarketEventKind.Heartbeat));
    }

    [Fact]
    public async Task Pause_that_another_series_covers_is_no_gap()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, Trades);
        await imported.AddAsync(SeriesKind.Trades, "timestamp_ms,price,quantity,side\n125000,5,1,buy\n"u8.ToArray());
        await imported.AddAsync(SeriesKind.Book, "timestamp_ms,bid,bid_qty,ask,ask_qty\n1000,1,1,2,1\n120000,1,1,2,2\n"u8.ToArray());

        Assert.Equal([new DataGap(120_000, 125_000)], imported.Symbol.Gaps);
    }

    [Fact]
    public async Task File_that_fills_a_pause_is_taken_and_overlapping_ones_are_refused()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, Trades);
        await imported.AddAsync(SeriesKind.Trades, "timestamp_ms,price,quantity,side\n900000,5,1,buy\n"u8.ToArray());

        Assert.Null(imported.Symbol.Overlap(SeriesKind.Trades, 5201, 899_999));
        Assert.Equal("dataset_overlap", imported.Symbol.Overlap(SeriesKind.Trades, 5200, 5300)?.Code);
        Assert.Equal("dataset_overlap", imported.Symbol.Overlap(SeriesKind.Trades, 1, 1500)?.Code);
        Assert.Equal("dataset_overlap", imported.Symbol.Overlap(SeriesKind.Trades, 899_999, 900_001)?.Code);
        Assert.Null(imported.Symbol.Overlap(SeriesKind.Book, 1500, 2000));
    }

    [Fact]
    public async Task Candles_are_set_aside_where_trades_are_recorded()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Candles, "timestamp_ms,open,high,low,close,volume\n0,1,2,1,2,5\n60000,1,2,1,2,5\n");
        Assert.Equal((0L, 119_999L), (imported.Symbol.FromMs, imported.Symbol.ToMs));

        await imported.AddAsync(SeriesKind.Trades, "timestamp_ms,price,quantity,side\n1500,1,1,buy\n2500,1,1,buy\n"u8.ToArray());

        Assert.Empty(imported.Reader.ReadCandles(new MarketQuery(Imported.Xrp), CancellationToken.None));
        Assert.Equal((1500L, 2500L), (imported.Symbol.FromMs, imported.Symbol.ToMs));
        Assert.Equal(["Trade 1500", "Heartbeat 2000", "Trade 2500"], Told(imported.Events()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(65_536)]
    public async Task Stored_market_is_the_generated_one_in_batches_of_any_size(int batchSize)
    {
        var spec = new SyntheticSpec(Imported.Xrp, SyntheticScenario.FlashCrash, 200_000, 30, Seed: 3);
        var stored = Imported.Into(Imported.Xrp);
        stored.Add(await SyntheticImporter.GenerateAsync(spec, stored.Segments, cancellation: TestContext.Current.CancellationToken), SyntheticImporter.TermsOf(spec));
        var market = new SyntheticMarket(spec);
        var told = new List<Event>();
        while (!market.IsOver)
        {
            told.AddRange(Event.Of(market.Next(1000)));
        }

        Assert.Equal(told, stored.Events(new MarketQuery(Imported.Xrp, BatchSize: batchSize)));
        Assert.Equal(told, stored.Events(new MarketQuery(Imported.Xrp, BatchSize: batchSize, ReuseArrays: true)));
        Assert.Equal(told, stored.Events(new MarketQuery(Imported.Xrp, BatchSize: batchSize, ReuseArrays: true, DepthOnDemand: true)));
        Assert.Equal(SyntheticMarket.InstrumentOf(Imported.Xrp), stored.Symbol.Instrument with { Venue = SyntheticMarket.Venue });
    }

    [Fact]
    public async Task Series_over_many_segments_reads_back_whole_and_from_any_time()
    {
        var spec = new SyntheticSpec(Imported.Xrp, SyntheticScenario.Calm, 600_000, 1000, Seed: 3);
        var stored = Imported.Into(Imported.Xrp);
        stored.Add(await SyntheticImporter.GenerateAsync(spec, stored.Segments, cancellation: TestContext.Current.CancellationToken), SyntheticImporter.TermsOf(spec));

        var all = stored.Events();

        Assert.True(stored.Segments.Count > 4);
        Assert.Equal(spec.DurationMs!.Value / 1000 * 1001, all.Count - 1);
        foreach (var fromMs in (long[])[spec.StartMs + 123_456, spec.StartMs + 300_000, spec.StartMs + 599_999])
        {
            Assert.Equal(all.Where(e => e.TimeMs >= fromMs), stored.Events(new MarketQuery(Imported.Xrp, FromMs: fromMs)));
        }
    }

    private static List<string> Told(IEnumerable<Event> events) => [.. events.Select(e => FormattableString.Invariant($"{e.Kind} {e.TimeMs}"))];
}
