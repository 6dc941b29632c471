using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>An order that has arrived: what the venue keeps of it. Scaled as its market.</summary>
internal sealed class RestingOrder(OrderRequest request, long number, int market)
{
    public OrderRequest Request { get; } = request;

    /// <summary>Order of arrival over the whole venue; makes the venue's own id.</summary>
    public long Number { get; } = number;

    public int Market { get; } = market;

    public string VenueOrderId => FormattableString.Invariant($"sim-{Number}");

    public OrderStatus Status { get; set; } = OrderStatus.New;

    public string? Reason { get; set; }

    public long ChangedAtMs { get; set; }

    public List<Fill> Fills { get; } = [];

    public long Leaves { get; set; }

    /// <summary>Limit price; 0 for market and trigger orders.</summary>
    public long Price { get; set; }

    /// <summary>Twice the scaled trigger price.</summary>
    public long TriggerHalf { get; set; }

    /// <summary>Quantity of others before it at its price; <see cref="BookSide.UnknownQuantity"/> until the level comes into the recorded depth.</summary>
    public long QueueAhead { get; set; }

    /// <summary>Number of the market event in which it arrived, which it may not be filled by.</summary>
    public long ArrivedInEvent { get; set; }

    /// <summary>A stop whose position the candle step of its arrival opened.</summary>
    public bool IsOfEntryStep { get; set; }

    /// <summary>Part of the quantity that opened when it arrived; only that is reserved.</summary>
    public long OpeningQuantity { get; private set; }

    /// <summary>Price that it is reserved at, quote units.</summary>
    public decimal ReservePrice { get; private set; }

    public int ReserveLeverage { get; private set; } = 1;

    private decimal TakerFeeRate { get; set; }

    public bool IsWorking => Status is OrderStatus.New or OrderStatus.PartiallyFilled;

    public bool IsBuy => Request.Side is Side.Buy;

    public bool IsTrigger => Request.Type is OrderType.StopMarket or OrderType.TakeProfitMarket;

    /// <summary>Triggered by a price at or below the level: a sell stop, a buy target. Otherwise at or above it.</summary>
    public bool TriggersBelow => IsBuy == (Request.Type is OrderType.TakeProfitMarket);

    public bool IsTriggeredBy(long priceHalf) =>
        priceHalf > 0 && (TriggersBelow ? priceHalf <= TriggerHalf : priceHalf >= TriggerHalf);

    public decimal FilledQuantity => Fills.Sum(fill => fill.Quantity);

    /// <summary>The request's prices in the market's scale; it must have been judged before.</summary>
    public void ReadPrices(MarketState market)
    {
        Price = Request.Type is OrderType.Limit ? market.ScalePrice(Request.Price!.Value) : 0;
        TriggerHalf = IsTrigger ? 2 * market.ScalePrice(Request.StopPrice!.Value) : 0;
    }

    public void Reserve(long openingQuantity, decimal price, int leverage, decimal takerFeeRate) =>
        (OpeningQuantity, ReservePrice, ReserveLeverage, TakerFeeRate) = (openingQuantity, price, leverage, takerFeeRate);

    /// <summary>The same quantity in another scale.</summary>
    public void Opening(long openingQuantity) => OpeningQuantity = openingQuantity;

    /// <summary>What is still held back for it, quote units.</summary>
    public decimal ReservedAmount(MarketState state) =>
        Reservation.AmountOf(ReservePrice, state.QuantityOf(Math.Min(Leaves, OpeningQuantity)), ReserveLeverage, TakerFeeRate);

    public VenueOrder ToReport() => new(
        Request.Id, VenueOrderId, Status, FilledQuantity, [.. Fills], Reason, DateTimeOffset.FromUnixTimeMilliseconds(ChangedAtMs));
}
