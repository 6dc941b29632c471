using Trading.Domain.Orders;

namespace Trading.Grains.Orders;

/// <summary>What the order grain keeps.</summary>
[GenerateSerializer, Alias("order-state")]
public sealed class OrderState
{
    /// <summary>Null while nothing is stored under the id.</summary>
    [Id(0)]
    public Order? Order { get; set; }

    [Id(1)]
    public OrderContext? Context { get; set; }

    /// <summary>When the sweep has to wake the order; null for never. Stored beside the row, where SQL indexes it.</summary>
    public DateTimeOffset? WakeAt => Order?.WakeAt ?? Order?.LeavesStorageAt;
}
