using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>One bound of windows: the instant a fixed distance before now and the last point at or before it, for each event of the block.</summary>
internal sealed class Edge
{
    private readonly SeriesHistory _history;
    private readonly long _distanceMs;
    private readonly long[] _time;
    private readonly long[] _index;
    private Cursor _cursor;
    private long _filledBlock;

    public Edge(SeriesHistory history, long distanceMs)
    {
        history.Reach(distanceMs);
        (_history, _distanceMs, IsOld) = (history, distanceMs, distanceMs > SeriesHistory.RecentMs);
        _time = distanceMs == 0 ? [] : new long[IndicatorSet.BlockSizeMax];
        _index = distanceMs == 0 ? history.Latest : new long[IndicatorSet.BlockSizeMax];
        _cursor = new Cursor(Ring);
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
        var now = block.Now.AsSpan(0, block.Count);
        var time = _time.AsSpan(0, now.Length);
        var found = _index.AsSpan(0, now.Length);
        var latest = _history.Latest.AsSpan(0, now.Length);
        for (var row = 0; row < now.Length; row++)
        {
            var edge = now[row] - _distanceMs;
            time[row] = edge;
            found[row] = _cursor.Seek(edge, latest[row]);
        }
    }

    private void FillOld(Block block)
    {
        var limit = _history.Old.Last;
        for (var row = 0; row < block.Count; row++)
        {
            var edge = Block.FloorSecond(block.Now[row] - _distanceMs);
            _time[row] = edge;
            _index[row] = _cursor.Seek(edge, limit);
        }
    }
}
