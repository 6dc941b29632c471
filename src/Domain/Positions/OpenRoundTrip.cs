using Orleans;

namespace Trading.Domain.Positions;

/// <summary>What the open round trip has gathered so far; becomes a <see cref="RoundTrip"/> when the position is flat.</summary>
/// <param name="EntryQuantity">Σ of the fills that opened or increased, base units.</param>
/// <param name="EntryNotional">Σ quantity·price of those, quote units.</param>
/// <param name="ExitQuantity">Σ of the fills that decreased, base units.</param>
/// <param name="ExitNotional">Σ quantity·price of those, quote units.</param>
/// <param name="Worst">Worst gross result at any mark before the current segment, at most 0.</param>
/// <param name="Best">Best gross result at any mark before the current segment, at least 0.</param>
[GenerateSerializer, Immutable, Alias("open-round-trip")]
public sealed record OpenRoundTrip(
    [property: Id(0)] PositionOwner Owner,
    [property: Id(1)] PositionSide Side,
    [property: Id(2)] DateTimeOffset EntryAt,
    [property: Id(3)] decimal LargestQuantity,
    [property: Id(4)] decimal EntryQuantity,
    [property: Id(5)] decimal EntryNotional,
    [property: Id(6)] decimal ExitQuantity,
    [property: Id(7)] decimal ExitNotional,
    [property: Id(8)] decimal RealizedPnl,
    [property: Id(9)] decimal Fees,
    [property: Id(10)] decimal Funding,
    [property: Id(11)] decimal Worst,
    [property: Id(12)] decimal Best)
{
    public static OpenRoundTrip Begin(PositionOwner owner, PositionSide side, DateTimeOffset at) =>
        new(owner, side, at, 0m, 0m, 0m, 0m, 0m, 0m, 0m, 0m, 0m, 0m);

    /// <summary>Takes in the marks seen while quantity and cost were these: between two changes the extremes of the result lie at the extremes of the mark.</summary>
    public OpenRoundTrip Fold(MarkRange marks, decimal quantity, decimal cost)
    {
        var atHighest = RealizedPnl + (marks.SegmentHighest * quantity) - cost;
        var atLowest = RealizedPnl + (marks.SegmentLowest * quantity) - cost;
        return this with
        {
            Worst = Math.Min(Worst, Math.Min(atHighest, atLowest)),
            Best = Math.Max(Best, Math.Max(atHighest, atLowest)),
        };
    }

    public RoundTrip Close(Position position, DateTimeOffset at, string reason) => new(
        position.Id, position.RoundTripNumber, Owner, position.Symbol, Side, EntryAt, at,
        EntryNotional / EntryQuantity, ExitNotional / ExitQuantity, LargestQuantity,
        RealizedPnl, Fees, Funding, Worst, Best, reason);
}
