using System.Text;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Import;
using Trading.Storage.MarketData.Stored;

namespace Trading.Storage.Tests.MarketData;

/// <summary>Imports into the database of each engine, and readings from it.</summary>
public sealed class StoredDatasetTests(EnginesFixture engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly Symbol Xrp = Imported.Xrp;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Imported_series_read_back_from_the_database(StorageEngine engine)
    {
        var dataset = await NewAsync(engine);

        Assert.Null(await dataset.ImportAsync(SeriesKind.Trades, "1000,1.5,2,buy\n2500,1.25,0.5,sell\n"));
        Assert.Null(await dataset.ImportAsync(SeriesKind.Book, "1000,1.4,1,1.6,1\n", new InstrumentTerms(TickSize: 0.05m, MaxLeverage: 20)));

        var reader = await dataset.Reader.OpenAsync(dataset.Id, new HashSet<Symbol> { Xrp }, Token);
        var events = reader.ReadBatches(new MarketQuery(Xrp), CancellationToken.None).SelectMany(Event.Of).ToList();
        Assert.Equal(
            [
                new Event(MarketEventKind.Heartbeat, 1000, 0, 0, 0, 0, TakerSide.Unknown, ""),
                new Event(MarketEventKind.Trade, 1000, 1.5m, 2m, 0, 0, TakerSide.Buy, ""),
                new Event(MarketEventKind.Book, 1000, 1.4m, 1m, 1.6m, 1m, TakerSide.Unknown, ""),
                new Event(MarketEventKind.Heartbeat, 2000, 0, 0, 0, 0, TakerSide.Unknown, ""),
                new Event(MarketEventKind.Trade, 2500, 1.25m, 0.5m, 0, 0, TakerSide.Sell, ""),
            ],
            events);
        var instrument = Assert.Single(reader.Symbols).Instrument;
        Assert.Equal((0.05m, 0.1m, 20, "test"), (instrument.TickSize, instrument.LotSize, instrument.MaxLeverage, instrument.Venue));
    }

    [Theory]
    [EachEngine]
    public async Task Failed_import_adds_nothing(StorageEngine engine)
    {
        var dataset = await NewAsync(engine);
        Assert.Null(await dataset.ImportAsync(SeriesKind.Trades, "1000,1.5,2,buy\n2500,1.25,0.5,sell\n"));

        var bad = await dataset.ImportAsync(SeriesKind.Trades, "5000,1,1,buy\n4000,1,1,buy\n");
        var overlapping = await dataset.ImportAsync(SeriesKind.Trades, "2500,1,1,buy\n");

        Assert.Equal(("out_of_order", 3L), (bad?.Code, bad?.Line));
        Assert.Equal("dataset_overlap", overlapping?.Code);
        var symbol = Assert.Single(await dataset.Reader.SymbolsAsync(dataset.Id, Token));
        Assert.Equal(2, Assert.Single(symbol.Series).Rows);
        Assert.Single(await new SegmentQueries(dataset.Database).ListAsync(dataset.Id, Xrp, "trades", cancellationToken: Token));
        Assert.Equal("ready", (await dataset.Queries.FindAsync(dataset.Id, Token))!.State);
    }

    [Theory]
    [EachEngine]
    public async Task Import_that_ends_between_two_queries_is_ready_with_its_series_or_not_ready(StorageEngine engine)
    {
        for (var query = 1; query <= 5; query++)
        {
            var dataset = await NewAsync(engine);
            var import = await dataset.BeginAsync(SeriesKind.Trades);
            var queries = new InterruptedQueries(dataset.Queries, query, async () => Assert.Null(await dataset.EndAsync(import, SeriesKind.Trades, "1000,1.5,2,buy\n")));

            var found = (await new DatasetCatalogue(queries).FindAsync(dataset.Id, Token))!;

            Assert.All(found.Symbols, symbol => Assert.NotEmpty(symbol.Series));
            Assert.True(found.State is not DatasetState.Ready || found.Symbols.Length == 1, $"It is ready and has nothing when its import ends after query {query}.");
        }
    }

    [Theory]
    [EachEngine]
    public async Task Symbol_summary_survives_the_database_exactly(StorageEngine engine)
    {
        var dataset = await NewAsync(engine);
        var csv = "0,1.5,2,1,1.25,7\n60000,1.5,2,1,1.25,123456.789\n";
        Assert.Null(await dataset.ImportAsync(SeriesKind.Candles, csv));

        var expected = (await Imported.CsvAsync(SeriesKind.Candles, CsvImportTests.Header(SeriesKind.Candles) + csv)).Symbol;

        var actual = Assert.Single(await dataset.Reader.SymbolsAsync(dataset.Id, Token));
        var (one, other) = (Assert.Single(expected.Series), Assert.Single(actual.Series));
        Assert.Equal(one with { Gaps = default, Quality = other.Quality }, other with { Gaps = default });
        Assert.Equal(one.Quality with { LargestGaps = default }, other.Quality with { LargestGaps = default });
        Assert.Equal((expected.Instrument, expected.Terms), (actual.Instrument, actual.Terms));
    }

    private async Task<TestDataset> NewAsync(StorageEngine engine)
    {
        var dataset = new TestDataset(engines.Shared(engine), $"dat-{Guid.NewGuid():N}");
        await dataset.Store.CreateAsync(new DatasetRow(dataset.Id, "alice", dataset.Id, Shared: false, "importing", null, Now, Now));
        return dataset;
    }

    private sealed record TestDataset(TradingDatabase Database, string Id)
    {
        private int _imports;

        public DatasetStore Store { get; } = new(Database);

        public DatasetQueries Queries { get; } = new(Database);

        public DatasetReader Reader { get; } = new(new DatasetQueries(Database), new SegmentQueries(Database));

        public async Task<ImportError?> ImportAsync(SeriesKind kind, string rows, InstrumentTerms? terms = null) =>
            await EndAsync(await BeginAsync(kind), kind, rows, terms);

        public async Task<string> BeginAsync(SeriesKind kind)
        {
            var importId = $"imp-{Id}-{_imports++}";
            await Store.CreateImportAsync(new ImportRow(
                importId, Id, "run-1", Xrp, SeriesKinds.NameOf(kind), null, "importing", "{}", 0, 0, 0, null, null, Now.AddSeconds(_imports), Now));
            return importId;
        }

        public async Task<ImportError?> EndAsync(string importId, SeriesKind kind, string rows, InstrumentTerms? terms = null)
        {
            using var file = new MemoryStream(Encoding.UTF8.GetBytes(CsvImportTests.Header(kind) + rows));
            var outcome = await SeriesImporter.ImportAsync(
                file, new ImportRequest(Xrp, kind, CandleInterval.Parse("1m"), SkipBadRows: false), new ImportSegmentSink(Store, importId, "run-1"));
            return await new ImportEnd(Id, importId, "run-1", Xrp, "test", terms ?? InstrumentTerms.None, null, Now).ApplyAsync(Store, Reader, outcome);
        }
    }
}
