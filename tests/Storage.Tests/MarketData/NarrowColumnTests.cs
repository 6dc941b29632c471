using System.Text;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.Tests.MarketData;

/// <summary>A narrow column holds differences from its least value; without that value they are no prices.</summary>
public sealed class NarrowColumnTests
{
    private const long StartMs = 1_700_000_000_000;

    [Theory]
    [InlineData("timestamp_ms")]
    [InlineData("price")]
    [InlineData("side")]
    public async Task Narrow_column_without_its_base_is_refused_by_name(string column)
    {
        var (sound, broken) = (new MemorySegments(), new MemorySegments());
        var trades = new SeriesWriter(Imported.Xrp, SeriesKind.Trades, null, sound);
        for (var row = 0; row < 5; row++)
        {
            Assert.True(trades.TryAppend([StartMs + row, 100 + row, 1 + row, 1 + (row % 2), 7 + row], priceScale: 0, quantityScale: 0));
        }

        await trades.FlushAsync(TestContext.Current.CancellationToken);
        var entry = Assert.Single(sound.List(Imported.Xrp, SeriesKind.Trades));
        await broken.AppendAsync(entry, WithoutBase(sound, entry, column), TestContext.Current.CancellationToken);
        var symbol = new DatasetSymbol(Imported.Xrp, "test", InstrumentTerms.None, [trades.Summarise()]);

        Assert.Equal([100L, 101, 102, 103, 104], Prices(symbol, sound));
        var refusal = Assert.Throws<InvalidDataException>(() => Prices(symbol, broken));
        Assert.Contains($"column {column} ", refusal.Message, StringComparison.Ordinal);
    }

    private static List<long> Prices(DatasetSymbol symbol, MemorySegments segments)
    {
        var prices = new List<long>();
        foreach (var batch in new StoredMarketData([symbol], segments).ReadBatches(new MarketQuery(Imported.Xrp), CancellationToken.None))
        {
            foreach (ref readonly var market in batch.Events)
            {
                if (market.Kind is MarketEventKind.Trade)
                {
                    prices.Add(market.Price);
                }
            }
        }

        return prices;
    }

    /// <summary>The same segment, whose metadata have another word of equal length for the column's base.</summary>
    private static byte[] WithoutBase(MemorySegments segments, SegmentEntry entry, string column)
    {
        using var stored = segments.Load(entry);
        var bytes = stored.Memory.ToArray();
        var key = Encoding.UTF8.GetBytes($"trading.base.{column}");
        var at = bytes.AsSpan().IndexOf(key);
        Assert.True(at > 0);
        bytes[at + key.Length - 1] = (byte)'?';
        return bytes;
    }
}
