using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Stored;

namespace Trading.Grains.Runs;

/// <summary>Recordings from the segments in the database.</summary>
internal sealed class StoredReplayData(ISegmentQueries segments) : IReplayData
{
    public IMarketDataReader Open(Dataset dataset) => new StoredMarketData(
        dataset.Symbols, DatasetSegments.OpenAsync(segments, dataset.Id, dataset.Symbols).GetAwaiter().GetResult());

    // Away from the caller's scheduler: reading blocks, and a grain that blocks its own turn waits for ever.
    public Task<decimal> FirstPriceAsync(Dataset dataset, Symbol symbol) => Task.Factory.StartNew(
        () => FirstPrice(dataset, symbol), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    private decimal FirstPrice(Dataset dataset, Symbol symbol)
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
