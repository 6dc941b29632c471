using System.Text.Json.Serialization;
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

    /// <summary>In lock-step: the place of the order among all that the session's clock did; null by the wall clock.</summary>
    [Id(2)]
    public long? Place { get; set; }

    /// <summary>
    /// When the sweep has to wake the order; null for never. In lock-step only to leave storage: its clock does the rest.
    /// Stored first, where the write finds it without parsing, and beside the row, where SQL indexes it.
    /// </summary>
    [JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? WakeAt => Context?.Clock is null ? Order?.WakeAt ?? Order?.LeavesStorageAt : Order?.LeavesStorageAt;
}
