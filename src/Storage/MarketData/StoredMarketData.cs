using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Reading;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData;

/// <summary>Replays a dataset from its segments. Any number of readings may run at the same time.</summary>
public sealed class StoredMarketData(IEnumerable<DatasetSymbol> symbols, ISegmentSource segments) : IMarketDataReader
{
    private const int BatchSizeMax = 65_536;

    public IReadOnlyList<DatasetSymbol> Symbols { get; } = [.. symbols.OrderBy(symbol => symbol.Symbol)];

    public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.BatchSize, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.BatchSize, BatchSizeMax, nameof(query));
        var symbol = Find(query);
        return symbol.Series.IsEmpty ? [] : Batches(symbol, query, cancellation);
    }

    public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation)
    {
        var symbol = Find(query);
        return symbol.IsReplayedFromCandles ? Candles(symbol, query, cancellation) : [];
    }

    private IEnumerable<MarketBatch> Batches(DatasetSymbol symbol, MarketQuery query, CancellationToken cancellation)
    {
        // Made here, so that each enumeration begins anew.
        using var stream = new MergedStream(segments, symbol, query, cancellation);
        while (stream.Next() is { } batch)
        {
            yield return batch;
        }
    }

    private IEnumerable<Candle> Candles(DatasetSymbol symbol, MarketQuery query, CancellationToken cancellation)
    {
        using var cursor = SeriesCursor.Open(
            segments, symbol, SeriesKind.Candles, query.FromMs ?? long.MinValue, query.ToMs ?? long.MaxValue, cancellation);
        for (; cursor.TimeMs != SeriesCursor.Over; cursor.MoveNext())
        {
            var row = cursor.Row;
            var trades = cursor.Has(SeriesSchema.CandleTrades) ? cursor.Column(SeriesSchema.CandleTrades)[row] : MarketEvent.None;
            yield return new Candle(
                cursor.TimeMs, Price(SeriesSchema.Open), Price(SeriesSchema.High), Price(SeriesSchema.Low), Price(SeriesSchema.Close),
                Scaled.ToDecimal(cursor.Column(SeriesSchema.Volume)[row], symbol.QuantityScale), trades == MarketEvent.None ? null : trades);

            decimal Price(int column) => Scaled.ToDecimal(cursor.Column(column)[row], symbol.PriceScale);
        }
    }

    private DatasetSymbol Find(MarketQuery query) => Symbols.FirstOrDefault(symbol => symbol.Symbol == query.Symbol)
        ?? throw new ArgumentException($"{query.Symbol} is not recorded.", nameof(query));
}
