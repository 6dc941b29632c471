using Trading.Domain.MarketData;

namespace Trading.Backtest.Feeds;

/// <summary>Cuts a symbol's batches into blocks. A block never spans midnight UTC, where the day's opening equity changes.</summary>
internal sealed class BatchFeed(IEnumerable<MarketBatch> batches) : SymbolFeed
{
    private readonly IEnumerator<MarketBatch> _batches = batches.GetEnumerator();
    private MarketBatch? _batch;
    private int _next;

    public override bool MoveNext(Func<bool> isLowFirst)
    {
        while (_batch is null || _next == _batch.Count)
        {
            if (!_batches.MoveNext())
            {
                return false;
            }

            _batch = _batches.Current;
            _next = 0;
        }

        Block = Cut(_batch, _next, _batch.Count - _next);
        _next += Block.Count;
        return true;
    }

    public override void Dispose()
    {
        _batches.Dispose();
        base.Dispose();
    }
}
