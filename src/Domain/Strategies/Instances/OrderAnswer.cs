using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Strategies.Instances;

/// <summary>What became of a <see cref="PlaceOrder"/>: approved and durable, or refused by risk or filters.</summary>
/// <param name="Reasons">Every reason of a refusal; empty when approved.</param>
[GenerateSerializer, Immutable, Alias("order-answer")]
public sealed record OrderAnswer([property: Id(0)] string OrderId, [property: Id(1)] bool IsApproved, [property: Id(2)] ImmutableArray<string> Reasons)
{
    public static OrderAnswer Approved(string orderId) => new(orderId, true, []);

    public static OrderAnswer Refused(string orderId, params ImmutableArray<string> reasons) => new(orderId, false, reasons);
}
