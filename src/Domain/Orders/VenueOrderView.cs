using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Orders;

/// <summary>An order as the venue shows it when asked.</summary>
/// <param name="FilledQuantity">Base units filled in all, by the venue's own sum.</param>
/// <param name="Fills">Every fill that the venue lists for the order.</param>
/// <param name="Reason">Why it is over; null while it works.</param>
/// <param name="At">The venue's time of the order's last change.</param>
[GenerateSerializer, Immutable, Alias("venue-order-view")]
public sealed record VenueOrderView(
    [property: Id(0)] string VenueOrderId,
    [property: Id(1)] VenueOrderState State,
    [property: Id(2)] bool IsTriggered,
    [property: Id(3)] decimal FilledQuantity,
    [property: Id(4)] ImmutableArray<Fill> Fills,
    [property: Id(5)] string? Reason,
    [property: Id(6)] DateTimeOffset At);

public enum VenueOrderState : byte
{
    Working = 0,
    Filled = 1,
    Canceled = 2,
    Rejected = 3,
    Expired = 4,
}
