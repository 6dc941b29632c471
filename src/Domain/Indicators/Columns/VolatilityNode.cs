using System.Runtime.InteropServices;
using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>100·population σ of the log returns between consecutive grid prices of the window.</summary>
internal sealed class VolatilityNode : GridNode
{
    private const int ReturnCountMin = 2;
    private const long EdgeRoundingMs = 1000;

    private readonly TradeHistory _trades;
    private readonly long _stepMs;
    private readonly long _startMs;
    private readonly long _endMs;
    private readonly RingQueue<Return> _waiting = new();
    private readonly RingQueue<long> _inside = new();
    private readonly SlidingMoments _returns = new();
    private Cursor _cursor;
    private long _lastTime = long.MinValue;
    private double _lastPrice = double.NaN;

    public VolatilityNode(TradeHistory trades, long startMs, long endMs, long stepMs)
        : base(trades, stepMs, startMs + EdgeRoundingMs + stepMs)
    {
        (_trades, _stepMs, _startMs, _endMs) = (trades, stepMs, startMs, endMs);
        _cursor = new Cursor(trades.Recent);
    }

    protected override void Take(long time, long limit)
    {
        ref var point = ref _trades.Price.Recent[(int)(_cursor.Seek(time, limit) & _trades.Recent.Mask)];
        var price = point.Weight > 0 ? point.Value : double.NaN;
        if (time - _lastTime == _stepMs && !double.IsNaN(price) && !double.IsNaN(_lastPrice))
        {
            _waiting.PushBack(new Return { From = _lastTime, To = time, Log = Math.Log(price / _lastPrice) });
        }

        (_lastTime, _lastPrice) = (time, price);

        // Kept tidy here too, so that a column nobody asks for stays bounded.
        Slide(time);
    }

    protected override double ValueAt(long now, int row)
    {
        Slide(now);
        return _returns.Count >= ReturnCountMin ? 100 * _returns.Moments.Sigma : double.NaN;
    }

    private void Slide(long now)
    {
        var end = Edge(now, _endMs);
        while (_waiting.Count > 0 && _waiting.Front.To <= end)
        {
            _returns.Push(_waiting.Front.Log);
            _inside.PushBack(_waiting.Front.From);
            _waiting.PopFront();
        }

        var start = Edge(now, _startMs);
        while (_inside.Count > 0 && _inside.Front <= start)
        {
            _returns.Pop();
            _inside.PopFront();
        }
    }

    private static long Edge(long now, long distanceMs) =>
        distanceMs > SeriesHistory.RecentMs ? Block.FloorSecond(now - distanceMs) : now - distanceMs;

    /// <summary>A log return between two grid instants.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Return
    {
        public long From;
        public long To;
        public double Log;
    }
}
