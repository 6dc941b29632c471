using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Positions;

/// <summary>The orders of one protective purpose that are not over, oldest first: one, or two while one replaces the other.</summary>
/// <param name="NextOrdinal">Ordinal of the next order of this round trip and purpose.</param>
/// <param name="Refusals">Orders in a row that ended without having rested; sets the limit on trying again.</param>
[GenerateSerializer, Immutable, Alias("protection-leg")]
public sealed record ProtectionLeg(
    [property: Id(0)] ImmutableArray<ProtectiveOrder> Orders, [property: Id(1)] int NextOrdinal, [property: Id(2)] int Refusals)
{
    public static ProtectionLeg Empty { get; } = new([], 0, 0);

    public ProtectionLeg With(ProtectiveOrder order)
    {
        for (var index = 0; index < Orders.Length; index++)
        {
            if (Orders[index].Origin == order.Origin && Orders[index].Ordinal == order.Ordinal)
            {
                return this with { Orders = Orders.SetItem(index, order) };
            }
        }

        return this with { Orders = Orders.Add(order) };
    }

    public ProtectiveOrder? Find(string origin, int ordinal)
    {
        foreach (var order in Orders)
        {
            if (order.Ordinal == ordinal && string.Equals(order.Origin, origin, StringComparison.Ordinal))
            {
                return order;
            }
        }

        return null;
    }
}

/// <param name="Origin"><c>pos:&lt;position&gt;:&lt;round trip number&gt;:stop</c> or <c>…:target</c>.</param>
/// <param name="Price">Trigger price.</param>
/// <param name="Quantity">Base units.</param>
[GenerateSerializer, Immutable, Alias("protective-order")]
public sealed record ProtectiveOrder(
    [property: Id(0)] string Origin,
    [property: Id(1)] int Ordinal,
    [property: Id(2)] decimal Price,
    [property: Id(3)] decimal Quantity,
    [property: Id(4)] ProtectiveOrderState State)
{
    /// <summary>The venue will soon end it by itself: a successor of the same level takes its place.</summary>
    [Id(5)]
    public bool IsExpiring { get; init; }
}

public enum ProtectiveOrderState : byte
{
    /// <summary>Asked for; the venue has not said that it holds it.</summary>
    Requested = 0,

    /// <summary>Rests at the venue.</summary>
    Resting = 1,

    /// <summary>Triggered: it works as a market order, and nothing replaces it until it ends.</summary>
    Triggered = 2,

    /// <summary>A cancel was asked for.</summary>
    Canceling = 3,
}
