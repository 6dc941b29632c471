using System.Runtime.InteropServices;
using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>How far the velocity has come back from its peak of the lookback, which the present itself may be.</summary>
internal sealed class ReversalNode(TradeHistory trades, ColumnNode velocityNow, VelocityReader velocity, long lookbackMs)
    : GridNode(trades, StepMs, lookbackMs + StepMs, trades.TryReach(velocity.ReachMs + lookbackMs + StepMs))
{
    private const long StepMs = 1000;
    private const double PeakAbsMin = 0.001;

    private readonly RingQueue<Sample> _peaks = new();
    private double[] _now = [];

    protected override void BeforeFill(Block block)
    {
        if (_now.Length == 0)
        {
            _now = new double[IndicatorSet.BlockSizeMax];
        }

        velocityNow.Get(block).CopyTo(_now);
    }

    protected override void Take(long time, long limit)
    {
        var sample = velocity.At(time, limit);
        Forget(time);
        if (!double.IsFinite(sample))
        {
            return;
        }

        // The newer of equals wins, so equals are overtaken too.
        while (_peaks.Count > 0 && Math.Abs(_peaks.Back.Velocity) <= Math.Abs(sample))
        {
            _peaks.PopBack();
        }

        _peaks.PushBack(new Sample { Time = time, Velocity = sample });
    }

    protected override double ValueAt(long now, int row)
    {
        Forget(now);
        var velocityAt = _now[row];
        var peak = _peaks.Count > 0 && Math.Abs(_peaks.Front.Velocity) > Math.Abs(velocityAt) ? _peaks.Front.Velocity : velocityAt;
        return Math.Abs(peak) >= PeakAbsMin ? 100 * (velocityAt - peak) / Math.Abs(peak) : double.NaN;
    }

    private void Forget(long now)
    {
        while (_peaks.Count > 0 && _peaks.Front.Time <= now - lookbackMs)
        {
            _peaks.PopFront();
        }
    }

    /// <summary>A velocity that no later one has overtaken.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Sample
    {
        public long Time;
        public double Velocity;
    }
}
