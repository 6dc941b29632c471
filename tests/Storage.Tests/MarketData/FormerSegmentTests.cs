using Trading.Domain.MarketData;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.Tests.MarketData;

/// <summary>
/// Segments as version 1 wrote them, with 64-bit columns, packed and first also compressed by Snappy: 300 trades and books each, kept
/// beside these tests.
/// </summary>
public sealed class FormerSegmentTests
{
    private const int Rows = 300;
    private const long StartMs = 1_700_000_000_000;

    [Theory]
    [InlineData("snappy")]
    [InlineData("packed")]
    public async Task Segment_of_version_1_reads_as_one_written_today(string form)
    {
        var (former, today) = (new MemorySegments(), new MemorySegments());
        var trades = await WriteAsync(SeriesKind.Trades, TradeOf, today);
        var book = await WriteAsync(SeriesKind.Book, BookOf, today);
        await StoreAsync(former, SeriesKind.Trades, $"trades-v1-{form}", TradeOf);
        await StoreAsync(former, SeriesKind.Book, $"book-v1-{form}", BookOf);
        var symbol = new DatasetSymbol(Imported.Xrp, "test", InstrumentTerms.None, [trades, book]);

        foreach (var query in (MarketQuery[])[new(Imported.Xrp), new(Imported.Xrp, ReuseArrays: true, DepthOnDemand: true)])
        {
            var expected = Events(symbol, today, query);
            Assert.Equal(2 * Rows, expected.Count(read => read.Kind is MarketEventKind.Trade or MarketEventKind.Book));
            Assert.Equal(Rows * 2 / 3, expected.Count(read => read.Depth.Length > 0));
            Assert.Equal(expected, Events(symbol, former, query));
        }
    }

    [Fact]
    public async Task Trade_ids_of_version_1_are_read()
    {
        var block = new SeriesBlock(SeriesSchema.Of(SeriesKind.Trades));

        await SegmentCodec.ReadAsync(await BytesAsync("trades-v1-snappy"), block, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, Rows).Select(row => TradeOf(row)[SeriesSchema.TradeId]), block.Column(SeriesSchema.TradeId).ToArray());
    }

    [Fact]
    public async Task Values_too_far_apart_for_a_narrow_column_are_kept()
    {
        var segments = new MemorySegments();
        var writer = new SeriesWriter(Imported.Xrp, SeriesKind.Trades, null, segments);
        long[] prices = [1, 999_999_999_999_999_999, 7, 1L << 31, 1L << 32];
        for (var row = 0; row < prices.Length; row++)
        {
            Assert.True(writer.TryAppend([StartMs + row, prices[row], 1 + row, 1, row % 2 == 0 ? long.MinValue : row], priceScale: 0, quantityScale: 0));
        }

        await writer.FlushAsync(TestContext.Current.CancellationToken);

        var block = new SeriesBlock(SeriesSchema.Of(SeriesKind.Trades));
        using var bytes = segments.Load(segments.List(Imported.Xrp, SeriesKind.Trades)[0]);
        await SegmentCodec.ReadAsync(bytes.Memory, block, TestContext.Current.CancellationToken);
        Assert.Equal(prices, block.Column(SeriesSchema.TradePrice).ToArray());
        Assert.Equal([long.MinValue, 1, long.MinValue, 3, long.MinValue], block.Column(SeriesSchema.TradeId).ToArray());
    }

    private static List<Event> Events(DatasetSymbol symbol, MemorySegments segments, MarketQuery query) =>
        [.. new StoredMarketData([symbol], segments).ReadBatches(query, CancellationToken.None).SelectMany(Event.Of)];

    private static async Task<SeriesSummary> WriteAsync(SeriesKind kind, Func<int, long[]> rowOf, MemorySegments sink)
    {
        var writer = new SeriesWriter(Imported.Xrp, kind, null, sink);
        for (var row = 0; row < Rows; row++)
        {
            Assert.True(writer.TryAppend(rowOf(row), priceScale: 4, quantityScale: 1));
        }

        await writer.FlushAsync(TestContext.Current.CancellationToken);
        return writer.Summarise();
    }

    private static async Task StoreAsync(MemorySegments segments, SeriesKind kind, string name, Func<int, long[]> rowOf) => await segments.AppendAsync(
        new SegmentEntry(0, Imported.Xrp, kind, 0, rowOf(0)[SeriesSchema.Time], rowOf(Rows - 1)[SeriesSchema.Time], Rows),
        await BytesAsync(name),
        TestContext.Current.CancellationToken);

    private static Task<byte[]> BytesAsync(string name) =>
        File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "MarketData", "Former", $"{name}.parquet"), TestContext.Current.CancellationToken);

    private static long[] TradeOf(int row) => [StartMs + (20 * row), 5_000 + (7 * row % 90), 10 + (3 * row % 50), 1 + (row % 2), 900_000 + row];

    private static long[] BookOf(int row)
    {
        var (price, quantity) = (5_000 + (7 * row % 90), row % 9);
        long[] top = [StartMs + 10 + (20 * row), price, 11 + quantity, price + 3, 21 + quantity];
        long[] second = row % 3 == 0 ? [0, 0, 0, 0] : [price - 10, 31 + quantity, price + 10, 41 + quantity];
        return [.. top, .. second, .. new long[(SeriesSchema.DepthLevelsMax - 1) * SeriesSchema.DepthColumns]];
    }
}
