using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Positions;

namespace Trading.Domain.Accounts;

/// <summary>A position's event on its way to the account, with the position after it. Booked once, by the event's sequence.</summary>
[GenerateSerializer, Immutable, Alias("position-booking")]
public sealed record PositionBooking(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] PositionEvent Event,
    [property: Id(2)] decimal Quantity,
    [property: Id(3)] decimal Cost,
    [property: Id(4)] decimal Margin,
    [property: Id(5)] int Leverage,
    [property: Id(6)] decimal Mark)
{
    public static PositionBooking Of(Position after, PositionEvent change) =>
        new(after.Symbol, change, after.Quantity, after.Cost, after.Margin.Total, after.Leverage, after.Marks.Mark);
}
