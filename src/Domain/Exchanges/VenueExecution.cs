using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Exchanges;

/// <summary>An execution on an account as its venue lists it, whoever asked for it.</summary>
/// <param name="OrderId">Client order id; of an order that was not sent from here the venue's own, and empty for a liquidation.</param>
/// <param name="TradeId">Unique within the account.</param>
/// <param name="Quantity">Signed base units, not 0: below 0 was sold.</param>
/// <param name="Price">Quote units for one base unit; the bankruptcy price of a liquidation.</param>
/// <param name="Fee">Quote units, above 0 is paid.</param>
/// <param name="Leverage">Of its order; takes effect where it opened from flat. 1 of a liquidation.</param>
/// <param name="At">The venue's time.</param>
[GenerateSerializer, Immutable, Alias("venue-execution")]
public sealed record VenueExecution(
    [property: Id(0)] string OrderId,
    [property: Id(1)] string TradeId,
    [property: Id(2)] decimal Quantity,
    [property: Id(3)] decimal Price,
    [property: Id(4)] decimal Fee,
    [property: Id(5)] int Leverage,
    [property: Id(6)] DateTimeOffset At)
{
    /// <summary>The venue took the position by force.</summary>
    public bool IsLiquidation => OrderId.Length == 0;

    /// <summary>Its order was sent from here: the order will tell of it.</summary>
    public bool IsOurs => OrderId.StartsWith(ClientOrderId.Prefix, StringComparison.Ordinal);
}
