using System.Runtime.InteropServices;
using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>
/// Highest (sign 1) or lowest (sign −1) trade price of a window, the price holding at its start included. Keeps the candidates
/// that a later, higher one has not overtaken, so each price enters and leaves once.
/// </summary>
internal sealed class ExtremeNode : ColumnNode, IBlockwise
{
    private readonly TradeHistory _trades;
    private readonly Edge _start;
    private readonly Edge _end;
    private readonly double _sign;
    private readonly double _divisor;
    private readonly RingQueue<Candidate> _candidates = new();
    private long _entered;

    public ExtremeNode(TradeHistory trades, Edge start, Edge end, double sign, double divisor)
    {
        (_trades, _start, _end, _sign, _divisor) = (trades, start, end, sign, divisor);
        if (end.IsOld)
        {
            _ = trades.Extremes;
        }
    }

    /// <summary>Prices that enter while recent and leave when old are forgotten before a late reader could ask for them.</summary>
    private bool MustSeeAll => _start.IsOld && !_end.IsOld;

    public void FinishBlock(Block block)
    {
        if (MustSeeAll && !IsFilled(block))
        {
            Fill(block, default);
        }
    }

    public void AdvanceTo(long until, long nextNow)
    {
        var recent = _trades.Recent;
        while (MustSeeAll && _entered < recent.Last && recent.Times[(int)((_entered + 1) & recent.Mask)] <= until - _end.DistanceMs)
        {
            _entered++;
            EnterRecent(_entered);
        }
    }

    protected override void Fill(Block block, Span<double> values)
    {
        _start.Fill(block);
        _end.Fill(block);
        var holding = _trades.Price.PointsOf(_start.IsOld);
        for (var row = 0; row < block.Count; row++)
        {
            var startIndex = _start.Index[row];
            Enter(startIndex, _end.Index[row]);
            if (_start.IsOld)
            {
                LeaveByTime(_start.ShiftedTime(block)[row]);
            }
            else
            {
                LeaveByIndex(startIndex);
            }

            if (!values.IsEmpty)
            {
                values[row] = _sign * Best(holding[(int)startIndex & (holding.Length - 1)]) / _divisor;
            }
        }
    }

    private void Enter(long startIndex, long endIndex)
    {
        if (_start.IsOld == _end.IsOld)
        {
            // Both bounds count the same points: what lies before the start has left already.
            _entered = Math.Max(_entered, startIndex - 1);
        }

        for (; _entered < endIndex; _entered++)
        {
            var index = _entered + 1;
            if (_end.IsOld)
            {
                var slot = (int)(index & _trades.Old.Mask);
                ref var extremes = ref _trades.Extremes.Old[slot];
                Enter(index, _trades.Old.Times[slot], _sign > 0 ? extremes.Max : -extremes.Min);
            }
            else
            {
                EnterRecent(index);
            }
        }
    }

    private void EnterRecent(long index)
    {
        ref var point = ref _trades.Price.Recent[(int)(index & _trades.Recent.Mask)];
        Enter(index, point.Time, point.Weight > 0 ? _sign * point.Value : double.NegativeInfinity);
    }

    private void Enter(long index, long time, double price)
    {
        if (double.IsNegativeInfinity(price))
        {
            return;
        }

        while (_candidates.Count > 0 && _candidates.Back.Price <= price)
        {
            _candidates.PopBack();
        }

        // Old edges stand on whole seconds: of one second only the best can ever count.
        if (_start.IsOld && _candidates.Count > 0 && Block.CeilingSecond(_candidates.Back.Time) == Block.CeilingSecond(time))
        {
            return;
        }

        _candidates.PushBack(new Candidate { Index = index, Time = time, Price = price });
    }

    private void LeaveByIndex(long startIndex)
    {
        while (_candidates.Count > 0 && _candidates.Front.Index < startIndex)
        {
            _candidates.PopFront();
        }
    }

    private void LeaveByTime(long start)
    {
        while (_candidates.Count > 0 && _candidates.Front.Time <= start)
        {
            _candidates.PopFront();
        }
    }

    private double Best(in IntegralPoint holding)
    {
        var best = _candidates.Count > 0 ? _candidates.Front.Price : double.NegativeInfinity;
        if (_start.IsOld && holding.Weight > 0)
        {
            best = Math.Max(best, _sign * holding.Value);
        }

        return double.IsNegativeInfinity(best) ? double.NaN : best;
    }

    /// <summary>A price (times the sign) that is the best from its time on.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Candidate
    {
        public long Index;
        public long Time;
        public double Price;
    }
}
