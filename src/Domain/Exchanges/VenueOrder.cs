using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Exchanges;

/// <summary>An order as its venue knows it: the answer to a query by client order id, or a line of a listing.</summary>
/// <param name="OrderId">Client order id.</param>
/// <param name="VenueOrderId">The venue's own id.</param>
/// <param name="Status">New, PartiallyFilled, Filled, Canceled or Rejected: a venue knows no other.</param>
/// <param name="FilledQuantity">Base units filled so far; may be ahead of <paramref name="Fills"/> at a venue that lists them apart.</param>
/// <param name="Fills">Every execution so far, oldest first.</param>
/// <param name="Reason">Why it was canceled or rejected, else null.</param>
/// <param name="At">The venue's time of the last change.</param>
[GenerateSerializer, Immutable, Alias("venue-order")]
public sealed record VenueOrder(
    [property: Id(0)] string OrderId,
    [property: Id(1)] string VenueOrderId,
    [property: Id(2)] OrderStatus Status,
    [property: Id(3)] decimal FilledQuantity,
    [property: Id(4)] ImmutableArray<Fill> Fills,
    [property: Id(5)] string? Reason,
    [property: Id(6)] DateTimeOffset At);
