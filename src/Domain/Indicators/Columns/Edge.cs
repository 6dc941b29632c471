using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>One bound of windows: the instant a fixed distance before now and the last point at or before it, for each event of the block.</summary>
internal sealed class Edge
{
    private readonly SeriesHistory _history;
    private readonly long _distanceMs;
    private readonly long[] _time;
    private readonly long[] _index;
    private long _last;
    private long _filledBlock;

    public Edge(SeriesHistory history, long distanceMs)
    {
        history.Reach(distanceMs);
        (_history, _distanceMs, IsOld) = (history, distanceMs, distanceMs > SeriesHistory.RecentMs);
        _time = distanceMs == 0 ? [] : new long[IndicatorSet.BlockSizeMax];
        _index = distanceMs == 0 ? history.Latest : new long[IndicatorSet.BlockSizeMax];
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
        else
        {
            FillRecent(block);
        }
    }

    private void FillRecent(Block block)
    {
        ReadOnlySpan<long> now = block.Now.AsSpan(0, block.Count);
        ReadOnlySpan<long> latest = _history.Latest.AsSpan(0, now.Length);
        var time = _time.AsSpan(0, now.Length);
        var found = _index.AsSpan(0, now.Length);
        var times = Ring.Times;
        var index = Math.Max(_last, Ring.First);
        var next = times[(int)(index + 1) & (times.Length - 1)];
        for (var row = 0; row < now.Length; row++)
        {
            var edge = now[row] - _distanceMs;
            var limit = latest[row];

            // Mostly an event passes one point or none, in no pattern that a branch predictor finds: this step is arithmetic,
            // 1 when the next point is at or before the edge and may be seen. The loop is for the rest.
            index += (long)((ulong)(~(edge - next) & (index - limit)) >> 63);
            next = times[(int)(index + 1) & (times.Length - 1)];
            while (next <= edge && index < limit)
            {
                index++;
                next = times[(int)(index + 1) & (times.Length - 1)];
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
}
