using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators.Candles;

/// <summary>Builds the calendar-aligned candles of one interval and tells its nodes of each close. Empty buckets are absent.</summary>
internal sealed class CandleSeries(long intervalMs, double divisor)
{
    private readonly List<CandleNode> _nodes = [];
    private readonly int[] _rows = new int[IndicatorSet.BlockSizeMax];
    private long _closedUntil = long.MinValue;
    private long _start;
    private bool _isOpen;
    private bool _isCounted;
    private long _high;
    private long _low;
    private long _close;

    public long IntervalMs => intervalMs;

    /// <summary>Closes of the current block; each node keeps its value after each.</summary>
    public int CloseCount { get; private set; }

    /// <summary>Rows of the block at whose events a candle closed.</summary>
    public ReadOnlySpan<int> CloseRows => _rows.AsSpan(0, CloseCount);

    /// <summary>When the open candle ends; the far future without one.</summary>
    public long EndMs => _isOpen ? _start + intervalMs : long.MaxValue;

    public void Join(CandleNode node) => _nodes.Add(node);

    public void BeginBlock()
    {
        CloseCount = 0;
        foreach (var node in _nodes)
        {
            node.BeginBlock();
        }
    }

    /// <summary>Time has reached the end of the open candle at this row.</summary>
    public void Close(int row)
    {
        _isOpen = false;
        _closedUntil = _start + intervalMs;
        if (!_isCounted)
        {
            return;
        }

        var candle = new ClosedCandle(_high / divisor, _low / divisor, _close / divisor);
        foreach (var node in _nodes)
        {
            node.Take(candle, CloseCount);
        }

        _rows[CloseCount++] = row;
    }

    /// <param name="firstMs">When the data begin: a bucket that began before is incomplete and never counts.</param>
    public void Add(in MarketEvent trade, long firstMs)
    {
        if (!_isOpen)
        {
            // A trade that arrives after another series closed its bucket is too late for it.
            if (trade.TimeMs < _closedUntil)
            {
                return;
            }

            _start = trade.TimeMs - Remainder(trade.TimeMs);
            (_isOpen, _isCounted) = (true, firstMs <= _start);
            (_high, _low, _close) = (trade.Price, trade.Price, trade.Price);
            return;
        }

        _high = Math.Max(_high, trade.Price);
        _low = Math.Min(_low, trade.Price);
        _close = trade.Price;
    }

    /// <summary>A gap too long to ignore lies in the candle that closes next.</summary>
    public void MarkGap()
    {
        foreach (var node in _nodes)
        {
            node.MarkGap();
        }
    }

    private long Remainder(long time)
    {
        var rest = time % intervalMs;
        return rest < 0 ? rest + intervalMs : rest;
    }
}
