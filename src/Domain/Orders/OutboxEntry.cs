using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.Orders;

/// <summary>An event on its way to those who must know it: sent one-way and repeated until each has acknowledged it.</summary>
/// <param name="Sequence">From 1, rising within the order. A receiver drops what is not above the last one it has seen.</param>
/// <param name="Pending">Who has not acknowledged yet.</param>
/// <param name="Status">The order's status once the event was applied.</param>
[GenerateSerializer, Immutable, Alias("order-outbox-entry")]
public sealed record OutboxEntry(
    [property: Id(0)] long Sequence,
    [property: Id(1)] OrderReceivers Pending,
    [property: Id(2)] OrderStatus Status,
    [property: Id(3)] OrderEvent Event)
{
    /// <summary>The short name of the event, as in its JSON discriminator.</summary>
    [JsonIgnore]
    public string Name => OrderAudience.NameOf(Event);

    /// <summary>Why it happened; null when there is nothing to say.</summary>
    [JsonIgnore]
    public string? Reason => OrderMachine.ReasonOf(Event);
}
