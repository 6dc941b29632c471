using Trading.Domain.Indicators.Columns;

namespace Trading.Domain.Indicators.Histories;

/// <summary>
/// What a series was, as far back as any window reaches: every point for 15 minutes, before that the last point of each whole
/// second, so that memory is bounded by the event rate and not by the length of the session.
/// </summary>
internal abstract class SeriesHistory
{
    /// <summary>Edges further back than this are taken at whole seconds.</summary>
    public const long RecentMs = 900_000;

    private readonly List<Lane> _lanes = [];
    private long _recentMs;
    private long _oldMs;
    private long _kept;
    private List<Edge> _group = [];

    protected SeriesHistory() => Latest = new long[IndicatorSet.BlockSizeMax];

    public PointRing Recent { get; } = new();

    public PointRing Old { get; } = new();

    /// <summary>Index of the newest point after each event of the block.</summary>
    public long[] Latest { get; }

    /// <summary>A point of the block is older than an event before it: it was not to be seen at its own time.</summary>
    public bool HasLatePoints { get; private set; }

    /// <summary>Edges are walked some at a time, as they were made: those of one indicator lie together.</summary>
    /// <returns>The edge's group, which those made next join as well until it is full.</returns>
    public List<Edge> Join(Edge edge)
    {
        if (_group.Count == Edge.GroupSize)
        {
            _group = [];
        }

        _group.Add(edge);
        return _group;
    }

    public PointRing RingOf(bool isOld) => isOld ? Old : Recent;

    /// <summary>Makes the history keep what an edge at this distance needs.</summary>
    public void Reach(long distanceMs)
    {
        if (distanceMs > RecentMs)
        {
            (_recentMs, _oldMs) = (RecentMs, Math.Max(_oldMs, distanceMs));
        }
        else
        {
            _recentMs = Math.Max(_recentMs, distanceMs);
        }
    }

    /// <summary>Makes the history keep every point of this distance, if it keeps single points that long.</summary>
    public bool TryReach(long distanceMs)
    {
        if (distanceMs > RecentMs)
        {
            return false;
        }

        Reach(distanceMs);
        return true;
    }

    public void NoteLatePoint() => HasLatePoints = true;

    /// <summary>Checkpoints what has become old by the first event of a new block and forgets what no edge needs any more.</summary>
    public void BeginBlock(long firstNow)
    {
        KeepOld(firstNow);
        Recent.Trim(firstNow - _recentMs);
        Old.Trim(Block.FloorSecond(firstNow - _oldMs));
        HasLatePoints = false;
    }

    public void KeepOld(long now)
    {
        if (_oldMs == 0)
        {
            return;
        }

        while (_kept < Recent.Last && Recent.Times[(int)((_kept + 1) & Recent.Mask)] <= now - RecentMs)
        {
            _kept++;
            Keep((int)(_kept & Recent.Mask));
        }
    }

    /// <summary>The series is unknown from here on, until its next event.</summary>
    public void PushUnknown(long time)
    {
        var previous = (int)(Recent.Last & Recent.Mask);
        var slot = Add(ref previous, Math.Max(time, Recent.LastTime));
        foreach (var lane in _lanes)
        {
            lane.PushUnknown(slot, previous, Recent.LastTime);
        }
    }

    protected TLane Join<TLane>(TLane lane)
        where TLane : Lane
    {
        _lanes.Add(lane);
        return lane;
    }

    /// <summary>Room for a point; <paramref name="previous"/> becomes the slot of the one before it.</summary>
    protected int Add(ref int previous, long time)
    {
        if (Recent.IsFull)
        {
            foreach (var lane in _lanes)
            {
                lane.GrowRecent(Recent);
            }

            Recent.Grow();
        }

        previous = (int)(Recent.Last & Recent.Mask);
        return Recent.Add(time);
    }

    private void Keep(int recentSlot)
    {
        var time = Recent.Times[recentSlot];
        var isNew = Old.Last == 0 || Block.CeilingSecond(time) != Block.CeilingSecond(Old.LastTime);
        if (isNew)
        {
            if (Old.IsFull)
            {
                foreach (var lane in _lanes)
                {
                    lane.GrowOld(Old);
                }

                Old.Grow();
            }

            Old.Add(time);
        }
        else
        {
            Old.MoveLast(time);
        }

        var oldSlot = (int)(Old.Last & Old.Mask);
        foreach (var lane in _lanes)
        {
            lane.Keep(recentSlot, oldSlot, isNew);
        }
    }
}
