using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Stored;

namespace Trading.Grains.Runs;

/// <summary>Recordings from the segments in the database.</summary>
internal sealed class StoredReplayData(ISegmentQueries segments) : IReplayData
{
    // Called on the run's own thread, or once at a session's start.
    public IMarketDataReader Open(Dataset dataset) => new StoredMarketData(
        dataset.Symbols, DatasetSegments.OpenAsync(segments, dataset.Id, dataset.Symbols).GetAwaiter().GetResult());

    public decimal FirstPrice(Dataset dataset, Symbol symbol)
    {
        var data = Open(dataset);
        var recorded = dataset.Find(symbol)!;
        if (recorded.IsReplayedFromCandles)
        {
            foreach (var candle in data.ReadCandles(new MarketQuery(symbol), CancellationToken.None))
            {
                return candle.Open;
            }
        }

        var mark = new MarkSource();
        foreach (var batch in data.ReadBatches(new MarketQuery(symbol), CancellationToken.None))
        {
            foreach (ref readonly var market in batch.Events)
            {
                if (mark.Apply(in market))
                {
                    return mark.ToDecimal(batch.PriceScale);
                }
            }
        }

        return 0m;
    }
}
