using Trading.Domain.Instruments;

namespace Trading.Domain.Orders;

/// <summary>What a trigger order that carries no id of ours is recognised by.</summary>
/// <param name="CreatedSince">Our send time less the bound on the clocks' difference: an older one is another's.</param>
public sealed record OrderListing(Symbol Symbol, Side Side, decimal StopPrice, decimal Quantity, DateTimeOffset CreatedSince)
{
    public bool Matches(ListedOrder listed)
    {
        ArgumentNullException.ThrowIfNull(listed);
        return listed.Symbol == Symbol && listed.Side == Side && listed.StopPrice == StopPrice && listed.Quantity == Quantity
            && listed.CreatedAt >= CreatedSince;
    }
}
