using System.Runtime.CompilerServices;
using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>One bound of windows: the instant a fixed distance before now and the last point at or before it, for each event of the block.</summary>
internal sealed class Edge
{
    /// <summary>Edges that are walked together.</summary>
    public const int GroupSize = 4;

    private readonly SeriesHistory _history;
    private readonly long _distanceMs;
    private readonly long[] _time;
    private readonly long[] _index;
    private readonly List<Edge> _group;
    private long _last;
    private long _filledBlock;

    public Edge(SeriesHistory history, long distanceMs)
    {
        history.Reach(distanceMs);
        (_history, _distanceMs, IsOld) = (history, distanceMs, distanceMs > SeriesHistory.RecentMs);
        _time = IsOld ? new long[IndicatorSet.BlockSizeMax] : [];
        _index = distanceMs == 0 ? history.Latest : new long[IndicatorSet.BlockSizeMax];
        _group = distanceMs > 0 && !IsOld ? history.Join(this) : [];
    }

    public long DistanceMs => _distanceMs;

    /// <summary>True when the points are the checkpoints of whole seconds.</summary>
    public bool IsOld { get; }

    public PointRing Ring => _history.RingOf(IsOld);

    /// <summary>Absolute index into <see cref="Ring"/> for each row; valid after <see cref="Fill"/>.</summary>
    public long[] Index => _index;

    /// <summary>The instant of the edge for each row, later by <see cref="ShiftMs"/>.</summary>
    public long[] ShiftedTime(Block block) => IsOld ? _time : block.Now;

    /// <summary>To be taken off <see cref="ShiftedTime"/>, which recent edges do not copy.</summary>
    public long ShiftMs => IsOld ? 0 : _distanceMs;

    public void Fill(Block block)
    {
        if (_distanceMs == 0 || _filledBlock == block.Number)
        {
            return;
        }

        if (IsOld)
        {
            _filledBlock = block.Number;
            FillOld(block);
        }
        else if (FollowersIn(block) == GroupSize)
        {
            FillRecent(block, _group[0], _group[1], _group[2], _group[3]);
        }
        else
        {
            _filledBlock = block.Number;
            FillRecent(block);
        }
    }

    /// <summary>Edges of the group that were asked for in the block before, or are now, and so will be in this.</summary>
    private int FollowersIn(Block block)
    {
        var count = 0;
        foreach (var edge in _group)
        {
            count += edge == this || edge._filledBlock == block.Number - 1 ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// Four edges in one pass: each step of an edge waits for the one before it, so that four take little longer than one.
    /// </summary>
    private static void FillRecent(Block block, Edge a, Edge b, Edge c, Edge d)
    {
        ReadOnlySpan<long> now = block.Now.AsSpan(0, block.Count);
        ReadOnlySpan<long> latest = a._history.Latest.AsSpan(0, now.Length);
        var foundA = a._index.AsSpan(0, now.Length);
        var foundB = b._index.AsSpan(0, now.Length);
        var foundC = c._index.AsSpan(0, now.Length);
        var foundD = d._index.AsSpan(0, now.Length);
        var times = a.Ring.Times;
        var first = a.Ring.First;
        var (indexA, indexB, indexC, indexD) = (Math.Max(a._last, first), Math.Max(b._last, first), Math.Max(c._last, first), Math.Max(d._last, first));
        var (distanceA, distanceB, distanceC, distanceD) = (a._distanceMs, b._distanceMs, c._distanceMs, d._distanceMs);
        for (var row = 0; row < now.Length; row++)
        {
            var (limit, time) = (latest[row], now[row]);
            indexA = Pass(times, indexA, time - distanceA, limit);
            indexB = Pass(times, indexB, time - distanceB, limit);
            indexC = Pass(times, indexC, time - distanceC, limit);
            indexD = Pass(times, indexD, time - distanceD, limit);
            foundA[row] = indexA;
            foundB[row] = indexB;
            foundC[row] = indexC;
            foundD[row] = indexD;
        }

        (a._last, b._last, c._last, d._last) = (indexA, indexB, indexC, indexD);
        a._filledBlock = b._filledBlock = c._filledBlock = d._filledBlock = block.Number;
    }

    private void FillRecent(Block block)
    {
        ReadOnlySpan<long> now = block.Now.AsSpan(0, block.Count);
        ReadOnlySpan<long> latest = _history.Latest.AsSpan(0, now.Length);
        var found = _index.AsSpan(0, now.Length);
        var times = Ring.Times;
        var index = Math.Max(_last, Ring.First);
        for (var row = 0; row < now.Length; row++)
        {
            index = Pass(times, index, now[row] - _distanceMs, latest[row]);
            found[row] = index;
        }

        _last = index;
    }

    private void FillOld(Block block)
    {
        var times = Ring.Times;
        var limit = Ring.Last;
        var index = Math.Max(_last, Ring.First);

        // Until the next whole second nothing changes.
        var (edge, nextMs) = (0L, long.MinValue);
        for (var row = 0; row < block.Count; row++)
        {
            var at = block.Now[row] - _distanceMs;
            if (at >= nextMs)
            {
                edge = Block.FloorSecond(at);
                nextMs = edge + Block.SecondMs;
                while (index < limit && times[(int)(index + 1) & (times.Length - 1)] <= edge)
                {
                    index++;
                }
            }

            _time[row] = edge;
            _index[row] = index;
        }

        _last = index;
    }

    /// <summary>The last point at or before the edge, from one that is, and at most the limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Pass(long[] times, long index, long edge, long limit)
    {
        index += Step(edge, PointAfter(times, index), index, limit);
        while (PointAfter(times, index) <= edge && index < limit)
        {
            index++;
        }

        return index;
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
