using System.Runtime.CompilerServices;
using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>One bound of windows: the instant a fixed distance before now and the last point at or before it, for each event of the block.</summary>
internal sealed class Edge
{
    private readonly SeriesHistory _history;
    private readonly long _distanceMs;
    private readonly long[] _time;
    private readonly long[] _index;
    private readonly Edge? _elder;
    private Edge? _younger;
    private long _last;
    private long _filledBlock;

    public Edge(SeriesHistory history, long distanceMs)
    {
        history.Reach(distanceMs);
        (_history, _distanceMs, IsOld) = (history, distanceMs, distanceMs > SeriesHistory.RecentMs);
        _time = distanceMs == 0 ? [] : new long[IndicatorSet.BlockSizeMax];
        _index = distanceMs == 0 ? history.Latest : new long[IndicatorSet.BlockSizeMax];
        if (distanceMs > 0 && !IsOld)
        {
            _elder = history.Pair(this);
            _elder?._younger = this;
        }
    }

    public long DistanceMs => _distanceMs;

    /// <summary>True when the points are the checkpoints of whole seconds.</summary>
    public bool IsOld { get; }

    public PointRing Ring => _history.RingOf(IsOld);

    /// <summary>Absolute index into <see cref="Ring"/> for each row; valid after <see cref="Fill"/>.</summary>
    public long[] Index => _index;

    /// <summary>The instant of the edge for each row.</summary>
    public long[] TimeOf(Block block) => _distanceMs == 0 ? block.Now : _time;

    public void Fill(Block block)
    {
        if (_distanceMs == 0 || _filledBlock == block.Number)
        {
            return;
        }

        _filledBlock = block.Number;
        if (IsOld)
        {
            FillOld(block);
        }
        else if ((_elder ?? _younger) is { } other && other._filledBlock == block.Number - 1)
        {
            FillRecent(block, other);
        }
        else
        {
            FillRecent(block);
        }
    }

    /// <summary>
    /// Two edges in one pass: each step waits for the one before it, so that two take hardly longer than one. The other was asked
    /// for in the block before, so it will be in this.
    /// </summary>
    private void FillRecent(Block block, Edge other)
    {
        other._filledBlock = block.Number;
        ReadOnlySpan<long> now = block.Now.AsSpan(0, block.Count);
        ReadOnlySpan<long> latest = _history.Latest.AsSpan(0, now.Length);
        var time = _time.AsSpan(0, now.Length);
        var otherTime = other._time.AsSpan(0, now.Length);
        var found = _index.AsSpan(0, now.Length);
        var otherFound = other._index.AsSpan(0, now.Length);
        var times = Ring.Times;
        var (index, otherIndex) = (Math.Max(_last, Ring.First), Math.Max(other._last, Ring.First));
        var (distance, otherDistance) = (_distanceMs, other._distanceMs);
        var next = PointAfter(times, index);
        var otherNext = PointAfter(times, otherIndex);
        for (var row = 0; row < now.Length; row++)
        {
            var limit = latest[row];
            var edge = now[row] - distance;
            var otherEdge = now[row] - otherDistance;
            index += Step(edge, next, index, limit);
            otherIndex += Step(otherEdge, otherNext, otherIndex, limit);
            next = PointAfter(times, index);
            otherNext = PointAfter(times, otherIndex);
            while (next <= edge && index < limit)
            {
                next = PointAfter(times, ++index);
            }

            while (otherNext <= otherEdge && otherIndex < limit)
            {
                otherNext = PointAfter(times, ++otherIndex);
            }

            (time[row], otherTime[row]) = (edge, otherEdge);
            (found[row], otherFound[row]) = (index, otherIndex);
        }

        (_last, other._last) = (index, otherIndex);
    }

    private void FillRecent(Block block)
    {
        ReadOnlySpan<long> now = block.Now.AsSpan(0, block.Count);
        ReadOnlySpan<long> latest = _history.Latest.AsSpan(0, now.Length);
        var time = _time.AsSpan(0, now.Length);
        var found = _index.AsSpan(0, now.Length);
        var times = Ring.Times;
        var index = Math.Max(_last, Ring.First);
        var next = PointAfter(times, index);
        for (var row = 0; row < now.Length; row++)
        {
            var edge = now[row] - _distanceMs;
            var limit = latest[row];
            index += Step(edge, next, index, limit);
            next = PointAfter(times, index);
            while (next <= edge && index < limit)
            {
                next = PointAfter(times, ++index);
            }

            time[row] = edge;
            found[row] = index;
        }

        _last = index;
    }

    private void FillOld(Block block)
    {
        var times = Ring.Times;
        var limit = Ring.Last;
        var index = Math.Max(_last, Ring.First);
        for (var row = 0; row < block.Count; row++)
        {
            var edge = Block.FloorSecond(block.Now[row] - _distanceMs);
            while (index < limit && times[(int)(index + 1) & (times.Length - 1)] <= edge)
            {
                index++;
            }

            _time[row] = edge;
            _index[row] = index;
        }

        _last = index;
    }

    /// <summary>
    /// 1 when the next point is at or before the edge and may be seen, else 0. Mostly an event passes one point or none, in no
    /// pattern that a branch predictor would find, so this is arithmetic on signs.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Step(long edge, long next, long index, long limit) => (long)((ulong)(~(edge - next) & (index - limit)) >> 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long PointAfter(long[] times, long index) => times[(int)(index + 1) & (times.Length - 1)];
}
