using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Orders;

/// <summary>What a trader asks for by hand, before it is known which session carries it.</summary>
/// <param name="Id">The client order id of the caller's Idempotency-Key.</param>
/// <param name="Quantity">Base units.</param>
/// <param name="Price">Quote units; of a limit order only.</param>
/// <param name="StopPrice">Trigger in quote units; of a trigger order only.</param>
/// <param name="Leverage">Of the position that it opens; one that is open keeps its own.</param>
/// <param name="Timeout">From acceptance to the deadline, 1 s to 24 h.</param>
[GenerateSerializer, Immutable, Alias("manual-order")]
public sealed record ManualOrder(
    [property: Id(0)] string Id,
    [property: Id(1)] Symbol Symbol,
    [property: Id(2)] Side Side,
    [property: Id(3)] OrderType Type,
    [property: Id(4)] TimeInForce TimeInForce,
    [property: Id(5)] decimal Quantity,
    [property: Id(6)] decimal? Price,
    [property: Id(7)] decimal? StopPrice,
    [property: Id(8)] bool ReduceOnly,
    [property: Id(9)] int Leverage,
    [property: Id(10)] TimeSpan Timeout)
{
    /// <summary>Largest quantity and price: their product must fit a decimal with room to spare.</summary>
    public const decimal AmountMax = 1_000_000_000_000m;

    public const int LeverageMax = 1_000;

    /// <summary>Faults that need no market to be seen, with pointers into the request. The symbol's own filters are risk's.</summary>
    /// <param name="timeoutText">The timeout as it was written; null when the order alone is known.</param>
    public IEnumerable<ValidationError> Validate(string? timeoutText = null)
    {
        if (Quantity is <= 0m or > AmountMax)
        {
            yield return OutOfRange("/quantity", $"Quantity must be above 0 and at most {AmountMax}, found {Quantity}.");
        }

        if (FaultOf("/price", Price, isWanted: Type is OrderType.Limit) is { } price)
        {
            yield return price;
        }

        if (FaultOf("/stopPrice", StopPrice, isWanted: Type is OrderType.StopMarket or OrderType.TakeProfitMarket) is { } stop)
        {
            yield return stop;
        }

        if (TimeInForce is TimeInForce.PostOnly && Type is not OrderType.Limit)
        {
            yield return new("/timeInForce", "conflict", "Only a limit order can be post_only.");
        }
        else if (TimeInForce is not TimeInForce.Gtc && Type is OrderType.StopMarket or OrderType.TakeProfitMarket)
        {
            yield return new("/timeInForce", "conflict", "A trigger order rests until its trigger: its time in force is gtc.");
        }

        if (Leverage is < 1 or > LeverageMax)
        {
            yield return OutOfRange("/leverage", $"Leverage must be 1 to {LeverageMax}, found {Leverage}.");
        }

        if (Timeout < OrderProtocol.TimeoutMin || Timeout > OrderProtocol.TimeoutMax)
        {
            yield return OutOfRange(
                "/timeout",
                $"Timeout must be {DurationText.Format(OrderProtocol.TimeoutMin)} to {DurationText.Format(OrderProtocol.TimeoutMax)}, found {InputText.Quote(timeoutText ?? DurationText.Format(Timeout))}.");
        }
    }

    public OrderRequest ToRequest(string account, string session, DateTimeOffset at) => new(
        Id, account, session, "", OrderPurpose.Manual, Symbol, Side, Type, TimeInForce, Quantity, Price, StopPrice, ReduceOnly, Leverage, Timeout, at);

    private static ValidationError? FaultOf(string pointer, decimal? price, bool isWanted) => (price, isWanted) switch
    {
        (null, true) => new(pointer, "required", "This type of order needs it."),
        (null, false) => null,
        (_, false) => new(pointer, "conflict", "This type of order has none."),
        ( <= 0m or > AmountMax, _) => OutOfRange(pointer, $"A price must be above 0 and at most {AmountMax}, found {price}."),
        _ => null,
    };

    private static ValidationError OutOfRange(string pointer, FormattableString detail) =>
        new(pointer, "out_of_range", FormattableString.Invariant(detail));
}
