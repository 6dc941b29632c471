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

    /// <summary>Lets returns in and out in the order of their instants, so that the sums do not depend on when they were asked for.</summary>
    private void Slide(long now)
    {
        while (true)
        {
            var enters = _waiting.Count > 0 ? DueAt(_waiting.Front.To, _endMs) : long.MaxValue;
            var leaves = _inside.Count > 0 ? DueAt(_inside.Front, _startMs) : long.MaxValue;
            if (Math.Min(enters, leaves) > now)
            {
                return;
            }

            // At one instant what leaves goes first: a return that enters just then may not be known yet.
            if (enters < leaves)
            {
                _returns.Push(_waiting.Front.Log);
                _inside.PushBack(_waiting.Front.From);
                _waiting.PopFront();
            }
            else
            {
                _returns.Pop();
                _inside.PopFront();
            }
        }
    }

    /// <summary>The first instant whose edge at this distance has reached <paramref name="time"/>.</summary>
    private static long DueAt(long time, long distanceMs) =>
        distanceMs + (distanceMs > SeriesHistory.RecentMs ? Block.CeilingSecond(time) : time);

    /// <summary>A log return between two grid instants.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Return
    {
        public long From;
        public long To;
        public double Log;
    }
}
