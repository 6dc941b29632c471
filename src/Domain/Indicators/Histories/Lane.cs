namespace Trading.Domain.Indicators.Histories;

/// <summary>One quantity kept for every point of a <see cref="SeriesHistory"/>, recent and old.</summary>
internal abstract class Lane
{
    public abstract void GrowRecent(PointRing ring);

    public abstract void GrowOld(PointRing ring);

    /// <summary>Carries a recent point over into the checkpoint of its second.</summary>
    /// <param name="isNew">False when the checkpoint already holds an earlier point of the same second.</param>
    public abstract void Keep(int recentSlot, int oldSlot, bool isNew);

    /// <summary>From this point on the value is unknown; sums stay as they are.</summary>
    public abstract void PushUnknown(int slot, int previousSlot, long time);
}

/// <summary>A lane whose checkpoint of a second is simply the last point of it.</summary>
internal abstract class Lane<TPoint>(PointRing recent, PointRing old) : Lane
    where TPoint : struct
{
    public TPoint[] Recent { get; private set; } = new TPoint[recent.Capacity];

    public TPoint[] Old { get; private set; } = new TPoint[old.Capacity];

    public TPoint[] PointsOf(bool isOld) => isOld ? Old : Recent;

    public override void GrowRecent(PointRing ring) => Recent = ring.Doubled(Recent);

    public override void GrowOld(PointRing ring) => Old = ring.Doubled(Old);

    public override void Keep(int recentSlot, int oldSlot, bool isNew) => Old[oldSlot] = Recent[recentSlot];
}
