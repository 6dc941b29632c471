using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Strategies.Instances;

/// <summary>How far an instance has heard of one of its orders.</summary>
/// <param name="Sequence">Of the last entry of the order's outbox that was heard; 0 before the first.</param>
/// <param name="Filled">Base units filled so far.</param>
[GenerateSerializer, Immutable, Alias("heard-order")]
public readonly record struct HeardOrder([property: Id(0)] long Sequence, [property: Id(1)] decimal Filled)
{
    /// <summary>The order is over and repeats nothing: it is remembered only while the instance's state names it.</summary>
    [Id(2)]
    public bool IsSettled { get; init; }

    /// <summary>Takes what is new in a delivery; entries that were heard before say nothing.</summary>
    /// <returns>
    /// The hearing afterwards, null when the order has retired and is to be forgotten; what the instance is to hear of it, in order; and
    /// whether anything was new.
    /// </returns>
    public (HeardOrder? After, ImmutableArray<InstanceNews> News, bool IsNew) Take(OrderDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var heard = this;
        var isForgotten = false;
        var news = ImmutableArray.CreateBuilder<InstanceNews>();
        foreach (var entry in delivery.Entries)
        {
            if (entry.Sequence <= heard.Sequence)
            {
                continue;
            }

            heard = new HeardOrder(entry.Sequence, heard.Filled + (entry.Event is Orders.OrderFilled part ? part.Fill.Quantity : 0m));
            isForgotten |= entry.Event is OrderRetired;
            if (NewsOf(delivery.Request.Id, entry.Event, heard.Filled) is { } said)
            {
                news.Add(said);
            }
        }

        return (isForgotten ? null : heard, news.ToImmutable(), heard.Sequence > Sequence);
    }

    /// <summary>
    /// An order that is over will repeat nothing. It is remembered while the state names it, because its fills are told as totals; those that no
    /// state names any more are forgotten. Repeating it changes nothing.
    /// </summary>
    /// <param name="upTo">The order's last sequence. When more than that was heard of it, the word is of before.</param>
    public static void Forget(Dictionary<string, HeardOrder> orders, InstanceState state, string orderId, long upTo)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(state);
        if (!orders.TryGetValue(orderId, out var heard) || heard.Sequence > upTo)
        {
            return;
        }

        orders[orderId] = heard with { IsSettled = true };
        foreach (var id in orders.Where(known => known.Value.IsSettled && !state.Names(known.Key)).Select(known => known.Key).ToList())
        {
            orders.Remove(id);
        }
    }

    private static InstanceNews? NewsOf(string orderId, OrderEvent change, decimal filled) => change switch
    {
        Orders.OrderFilled => new OrderFilled(orderId, filled, change.At),
        Orders.OrderEnded ended => new OrderEnded(orderId, ended.Reason ?? ReasonOf(ended.Status), ended.FilledQuantity, ended.At),
        OrderDisowned => new OrderEnded(orderId, OrderReasons.NotSent, 0m, change.At),
        _ => null,
    };

    private static string ReasonOf(OrderStatus status) => status switch
    {
        OrderStatus.Filled => "filled",
        OrderStatus.Canceled => "canceled",
        OrderStatus.Expired => OrderReasons.Timeout,
        OrderStatus.Rejected => "rejected",
        _ => OrderReasons.NotSent,
    };
}
