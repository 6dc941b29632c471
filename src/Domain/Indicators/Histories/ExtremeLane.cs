namespace Trading.Domain.Indicators.Histories;

/// <summary>Extremes of each second, which the last point of the second alone would lose.</summary>
internal sealed class ExtremeLane(PointRing recent, PointRing old) : Lane<ExtremePoint>(recent, old)
{
    public void Push(int slot, double price) => Recent[slot] = new ExtremePoint { Max = price, Min = price };

    public override void PushUnknown(int slot, int previousSlot, long time) =>
        Recent[slot] = new ExtremePoint { Max = double.NegativeInfinity, Min = double.PositiveInfinity };

    public override void Keep(int recentSlot, int oldSlot, bool isNew)
    {
        var point = Recent[recentSlot];
        if (!isNew)
        {
            var kept = Old[oldSlot];
            point.Max = Math.Max(point.Max, kept.Max);
            point.Min = Math.Min(point.Min, kept.Min);
        }

        Old[oldSlot] = point;
    }
}
