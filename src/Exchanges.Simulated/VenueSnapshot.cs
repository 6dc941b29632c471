using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;

namespace Trading.Exchanges.Simulated;

/// <summary>The venue's whole state as data. Prices, quantities and times as the venue keeps them: scaled, Unix ms.</summary>
/// <param name="Clock">Time reached; null before the first event.</param>
/// <param name="NextFunding">Next funding time of markets whose fundings are not recorded.</param>
/// <param name="Randomness">State of the seeded generator.</param>
/// <param name="Orders">Those that are over and still remembered, oldest ending first, then those that work, by arrival.</param>
/// <param name="InFlight">By time of arrival.</param>
[GenerateSerializer, Immutable, Alias("venue-snapshot")]
public sealed record VenueSnapshot(
    [property: Id(0)] decimal Balance,
    [property: Id(1)] long? Clock,
    [property: Id(2)] long? NextFunding,
    [property: Id(3)] ulong Randomness,
    [property: Id(4)] long OrderCount,
    [property: Id(5)] long TradeCount,
    [property: Id(6)] ImmutableArray<MarketSnapshot> Markets,
    [property: Id(7)] ImmutableArray<OrderSnapshot> Orders,
    [property: Id(8)] ImmutableArray<RequestSnapshot> InFlight)
{
    /// <summary>Orders that are over and of which no more than the id is known, oldest first.</summary>
    [Id(9)]
    public ImmutableArray<ForgottenOrder> Forgotten { get; init; } = [];

    /// <summary>The latest, oldest first.</summary>
    [Id(10)]
    public ImmutableArray<LiquidationSnapshot> Liquidations { get; init; } = [];
}

/// <param name="Market">Index of the market.</param>
[GenerateSerializer, Immutable, Alias("venue-liquidation-snapshot")]
public sealed record LiquidationSnapshot([property: Id(0)] int Market, [property: Id(1)] VenueExecution Execution);

/// <param name="EndedAtMs">Unix ms.</param>
[GenerateSerializer, Immutable, Alias("venue-forgotten-order")]
public readonly record struct ForgottenOrder([property: Id(0)] string Id, [property: Id(1)] long EndedAtMs);

/// <param name="MarkHalf">Twice the scaled mark.</param>
/// <param name="PublishedRate">10^-12; null when none was.</param>
/// <param name="Awaiting">Requests that arrive with the next event.</param>
[GenerateSerializer, Immutable, Alias("venue-market-snapshot")]
public sealed record MarketSnapshot(
    [property: Id(0)] VenueMarket Market,
    [property: Id(1)] Position Position,
    [property: Id(2)] ImmutableArray<LevelSnapshot> Bids,
    [property: Id(3)] ImmutableArray<LevelSnapshot> Asks,
    [property: Id(4)] long Last,
    [property: Id(5)] long MarkHalf,
    [property: Id(6)] long? PublishedRate,
    [property: Id(7)] ImmutableArray<VolumeSnapshot> Volume,
    [property: Id(8)] long StepTimeMs,
    [property: Id(9)] long EntryStepMs,
    [property: Id(10)] long EntryLevel,
    [property: Id(11)] ImmutableArray<RequestSnapshot> Awaiting);

/// <param name="Taken">What own fills took since the level's last update.</param>
[GenerateSerializer, Immutable, Alias("venue-level-snapshot")]
public readonly record struct LevelSnapshot([property: Id(0)] long Price, [property: Id(1)] long Quantity, [property: Id(2)] long Taken);

/// <summary>What traded in one millisecond of the last 60 s.</summary>
[GenerateSerializer, Immutable, Alias("venue-volume-snapshot")]
public readonly record struct VolumeSnapshot([property: Id(0)] long TimeMs, [property: Id(1)] long Quantity);

/// <param name="QueueAhead">Null while the order's price lies beyond the recorded depth.</param>
[GenerateSerializer, Immutable, Alias("venue-order-snapshot")]
public sealed record OrderSnapshot(
    [property: Id(0)] OrderRequest Request,
    [property: Id(1)] long Number,
    [property: Id(2)] int Market,
    [property: Id(3)] OrderStatus Status,
    [property: Id(4)] string? Reason,
    [property: Id(5)] long ChangedAtMs,
    [property: Id(6)] ImmutableArray<Fill> Fills,
    [property: Id(7)] long Leaves,
    [property: Id(8)] long? QueueAhead,
    [property: Id(9)] long OpeningQuantity,
    [property: Id(10)] decimal ReservePrice,
    [property: Id(11)] int ReserveLeverage)
{
    /// <summary>A stop whose position the candle step of its arrival opened.</summary>
    [Id(12)]
    public bool IsOfEntryStep { get; init; }

    internal static OrderSnapshot Of(RestingOrder order) => new(
        order.Request, order.Number, order.Market, order.Status, order.Reason, order.ChangedAtMs, [.. order.Fills], order.Leaves,
        order.QueueAhead == BookSide.UnknownQuantity ? null : order.QueueAhead, order.OpeningQuantity, order.ReservePrice, order.ReserveLeverage)
    {
        IsOfEntryStep = order.IsOfEntryStep,
    };

    internal RestingOrder ToOrder(MarketState market, decimal takerFeeRate)
    {
        var order = new RestingOrder(Request, Number, Market)
        {
            Status = Status,
            Reason = Reason,
            ChangedAtMs = ChangedAtMs,
            Leaves = Leaves,
            QueueAhead = QueueAhead ?? BookSide.UnknownQuantity,
            ArrivedInEvent = -1,
            IsOfEntryStep = IsOfEntryStep,
        };
        order.Fills.AddRange(Fills);
        order.Reserve(OpeningQuantity, ReservePrice, ReserveLeverage, takerFeeRate);
        if (order.IsWorking)
        {
            order.ReadPrices(market);
        }

        return order;
    }
}

/// <param name="ArrivalMs">Not read while it awaits an event.</param>
/// <param name="Order">Null for a cancel.</param>
[GenerateSerializer, Immutable, Alias("venue-request-snapshot")]
public sealed record RequestSnapshot(
    [property: Id(0)] long ArrivalMs,
    [property: Id(1)] string OrderId,
    [property: Id(2)] int Market,
    [property: Id(3)] OrderRequest? Order,
    [property: Id(4)] bool IsRefused)
{
    internal static RequestSnapshot Of(Request request) =>
        new(request.ArrivalMs, request.OrderId, request.Market, request.Order, request.IsRefused);

    internal Request ToRequest() => new(ArrivalMs, OrderId, Market, Order, IsRefused);
}
