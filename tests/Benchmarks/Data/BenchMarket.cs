using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Storage.MarketData;

namespace Trading.Benchmarks.Data;

/// <summary>A generated pump-and-dump recording of trades and a book of five levels, stored as Parquet segments by the importer's own writer.</summary>
internal sealed class BenchMarket : IDisposable
{
    /// <summary>So few that the sample strategy signals more than once in 10⁴ events: a pump comes every half hour.</summary>
    public const int EventsPerSecond = 6;

    private readonly SegmentFile _file;

    private BenchMarket(SegmentFile file, DatasetSymbol symbol)
    {
        _file = file;
        Symbol = symbol;
        Reader = new StoredMarketData([symbol], file);
    }

    public DatasetSymbol Symbol { get; }

    public StoredMarketData Reader { get; }

    public long Events => Symbol.Series.Sum(series => series.Rows);

    public long Bytes => _file.Bytes;

    /// <param name="events">About how many trades and books.</param>
    public static BenchMarket Generate(long events, int eventsPerSecond = EventsPerSecond)
    {
        // Of n slots of a second one is a mark, which is left out.
        var seconds = events / (eventsPerSecond - 1);
        var spec = new SyntheticSpec(Instruments.Btc, SyntheticScenario.PumpAndDump, seconds * 1_000, eventsPerSecond, 7);
        var file = new SegmentFile();
        var outcome = SyntheticImporter.GenerateAsync(spec, file).GetAwaiter().GetResult();
        var series = outcome.Series.Where(held => held.Kind is SeriesKind.Trades or SeriesKind.Book);
        return new BenchMarket(
            file, new DatasetSymbol(spec.Symbol, SyntheticMarket.Venue, SyntheticImporter.TermsOf(spec), [.. series], "pump_and_dump"));
    }

    /// <summary>The whole recording decoded into arrays.</summary>
    public ArrayMarket ToArrays() => new(Symbol, [.. Reader.ReadBatches(new MarketQuery(Symbol.Symbol), CancellationToken.None)]);

    /// <summary>The recording as a replay reads it, decoded on the way.</summary>
    public IEnumerable<MarketBatch> Decode() =>
        Reader.ReadBatches(new MarketQuery(Symbol.Symbol, ReuseArrays: true, DepthOnDemand: true), CancellationToken.None);

    public void Dispose() => _file.Dispose();
}

internal static class Instruments
{
    public static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
}
