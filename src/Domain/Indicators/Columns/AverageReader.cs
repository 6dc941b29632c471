using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>T(a,b) at instants that only move forward, for samples on a grid.</summary>
internal sealed class AverageReader
{
    private readonly SeriesHistory _history;
    private readonly IntegralLane _lane;
    private readonly long _startMs;
    private readonly long _endMs;
    private readonly double _divisor;
    private Cursor _start;
    private Cursor _end;

    public AverageReader(SeriesHistory history, IntegralLane lane, long startMs, long endMs, double divisor)
    {
        history.Reach(startMs);
        (_history, _lane, _startMs, _endMs, _divisor) = (history, lane, startMs, endMs, divisor);
        _start = new Cursor(history.RingOf(IsOld(startMs)));
        _end = new Cursor(history.RingOf(IsOld(endMs)));
    }

    /// <summary>How far before an instant its window begins.</summary>
    public long ReachMs => _startMs;

    /// <param name="limit">Newest recent point that may be seen.</param>
    public double At(long time, long limit)
    {
        ref var startPoint = ref Seek(ref _start, time, _startMs, limit, out var start);
        ref var endPoint = ref Seek(ref _end, time, _endMs, limit, out var end);
        return IntegralLane.Average(startPoint, start, endPoint, end, _divisor);
    }

    private static bool IsOld(long distanceMs) => distanceMs > SeriesHistory.RecentMs;

    private ref IntegralPoint Seek(ref Cursor cursor, long time, long distanceMs, long limit, out long edge)
    {
        var isOld = IsOld(distanceMs);
        edge = isOld ? Block.FloorSecond(time - distanceMs) : time - distanceMs;
        var index = cursor.Seek(edge, isOld ? _history.Old.Last : limit);
        var points = _lane.PointsOf(isOld);
        return ref points[(int)index & (points.Length - 1)];
    }
}
