using Orleans;

namespace Trading.Domain.Positions;

/// <summary>What an instance sees of its position at one event.</summary>
/// <param name="Quantity">Signed base units; 0 is flat.</param>
/// <param name="EntryPrice">Average entry, cost ÷ quantity; 0 when flat.</param>
/// <param name="LargestQuantity">Largest absolute quantity of this round trip, base units.</param>
/// <param name="HighestMark">Highest mark since the first fill, that fill's mark included.</param>
/// <param name="LowestMark">Lowest mark since the first fill.</param>
/// <param name="OpenedAt">Time of the first fill; null when flat.</param>
/// <param name="RoundTripNumber">Number of this round trip on this (account, symbol), from 1; of the last one when flat.</param>
[GenerateSerializer, Immutable, Alias("position-view")]
public readonly record struct PositionView(
    [property: Id(0)] decimal Quantity,
    [property: Id(1)] decimal EntryPrice,
    [property: Id(2)] decimal LargestQuantity,
    [property: Id(3)] decimal Mark,
    [property: Id(4)] decimal HighestMark,
    [property: Id(5)] decimal LowestMark,
    [property: Id(6)] int Leverage,
    [property: Id(7)] DateTimeOffset? OpenedAt,
    [property: Id(8)] long RoundTripNumber)
{
    public bool IsFlat => Quantity == 0m;
}
