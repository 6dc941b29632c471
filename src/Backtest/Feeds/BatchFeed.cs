using Trading.Domain.MarketData;

namespace Trading.Backtest.Feeds;

/// <summary>Cuts a symbol's batches into blocks.</summary>
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

        Block = new Block(_batch, _next, Math.Min(Trading.Backtest.Feeds.Block.CountMax, _batch.Count - _next));
        _next += Block.Count;
        return true;
    }

    public override void Dispose() => _batches.Dispose();
}
