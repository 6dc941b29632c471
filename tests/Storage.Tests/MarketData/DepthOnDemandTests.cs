using Trading.Domain.MarketData;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.Tests.MarketData;

/// <summary>Deeper levels that are read when somebody asks.</summary>
public sealed class DepthOnDemandTests
{
    private const long StartMs = 1_700_000_000_000;
    private const int Books = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task Newest_book_keeps_its_levels_over_seams_of_segments_and_after_the_book_has_ended(int batchSize)
    {
        var segments = new MemorySegments();
        var book = new SeriesWriter(Imported.Xrp, SeriesKind.Book, null, segments);
        var trades = new SeriesWriter(Imported.Xrp, SeriesKind.Trades, null, segments);
        for (var row = 0; row < 2 * Books; row++)
        {
            Assert.True(trades.TryAppend([StartMs + (10 * row) + 5, 100, 1, 1, MarketEvent.None], priceScale: 0, quantityScale: 0));
            if (row < Books)
            {
                long[] top = [StartMs + (10 * row), 100, 1, 102, 1, 90 - row, 10 + row, 110 + row, 20 + row];
                Assert.True(book.TryAppend([.. top, .. new long[12]], priceScale: 0, quantityScale: 0));

                // A segment of one, two or three books.
                if (row % 6 is 0 or 2 or 5)
                {
                    await book.FlushAsync(TestContext.Current.CancellationToken);
                }
            }
        }

        await trades.FlushAsync(TestContext.Current.CancellationToken);
        var symbol = new DatasetSymbol(Imported.Xrp, "test", InstrumentTerms.None, [trades.Summarise(), book.Summarise()]);
        var query = new MarketQuery(Imported.Xrp, BatchSize: batchSize, ReuseArrays: true, DepthOnDemand: true);
        var (newest, index, read) = (-1, -1, 0);

        foreach (var batch in new StoredMarketData([symbol], segments).ReadBatches(query, CancellationToken.None))
        {
            var depth = batch.RecordedDepth!;
            for (var row = 0; row < batch.Count; row++)
            {
                // Before the next book is looked at, the one before it can still be read, also from an earlier batch.
                if (newest >= 0)
                {
                    Assert.Equal(
                        (90L - newest, 10L + newest, 110L + newest, 20L + newest, 0L),
                        (depth.Price(true, index, 0), depth.Quantity(true, index, 0), depth.Price(false, index, 0), depth.Quantity(false, index, 0),
                            depth.Levels > 1 ? depth.Price(true, index, 1) : 0));
                    read++;
                }

                if (batch.Events[row].Kind is MarketEventKind.Book)
                {
                    (newest, index) = (newest + 1, batch.Events[row].DepthIndex);
                }
            }
        }

        Assert.Equal(Books - 1, newest);
        Assert.True(read >= 3 * Books - 1);
    }

    [Fact]
    public async Task Levels_come_at_the_scales_of_the_symbol()
    {
        var segments = new MemorySegments();
        var book = new SeriesWriter(Imported.Xrp, SeriesKind.Book, null, segments);
        Assert.True(book.TryAppend([StartMs, 100, 1, 102, 1, 90, 10, 110, 20, .. new long[12]], priceScale: 1, quantityScale: 2));
        await book.FlushAsync(TestContext.Current.CancellationToken);
        var symbol = new DatasetSymbol(
            Imported.Xrp, "test", InstrumentTerms.None, [book.Summarise() with { PriceScale = 3, QuantityScale = 3 }]);

        var query = new MarketQuery(Imported.Xrp, ReuseArrays: true, DepthOnDemand: true);
        var read = new StoredMarketData([symbol], segments).ReadBatches(query, CancellationToken.None).SelectMany(Event.Of);

        Assert.Equal("9×0.1|11×0.2", Assert.Single(read, market => market.Kind is MarketEventKind.Book).Depth);
    }
}
