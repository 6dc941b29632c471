using Orleans;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;

namespace Trading.Domain.Orders;

/// <summary>A trigger order in the venue's list, where only its parameters can tell whose it is.</summary>
/// <param name="Quantity">Base units.</param>
[GenerateSerializer, Immutable, Alias("listed-order")]
public sealed record ListedOrder(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] Side Side,
    [property: Id(2)] decimal StopPrice,
    [property: Id(3)] decimal Quantity,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] VenueOrder Order);
