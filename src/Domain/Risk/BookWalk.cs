using System.Collections.Immutable;

namespace Trading.Domain.Risk;

/// <summary>What a market order would pay on average.</summary>
public static class BookWalk
{
    /// <param name="levels">The opposite side, best first; empty when only the best price is known.</param>
    /// <param name="best">The opposite best price.</param>
    /// <param name="quantity">Base units, above 0. What the recorded levels do not hold is taken at the last of them.</param>
    public static decimal AveragePrice(ImmutableArray<PriceLevel> levels, decimal best, decimal quantity)
    {
        if (levels.IsDefaultOrEmpty || quantity <= 0m)
        {
            return best;
        }

        var left = quantity;
        var paid = 0m;
        foreach (var level in levels)
        {
            var taken = Math.Min(left, level.Quantity);
            paid += taken * level.Price;
            left -= taken;
            if (left == 0m)
            {
                break;
            }
        }

        return (paid + (left * levels[^1].Price)) / quantity;
    }
}
