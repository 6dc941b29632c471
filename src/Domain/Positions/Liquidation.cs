using Trading.Domain.Accounts;

namespace Trading.Domain.Positions;

/// <summary>How near a position is to its liquidation, at any mark.</summary>
public static class Liquidation
{
    private const decimal WarningRatioPct = 50m;
    private const decimal CriticalRatioPct = 75m;
    private const decimal LiquidationRatioPct = 100m;
    private const decimal MediumDistancePct = 30m;
    private const decimal HighDistancePct = 20m;
    private const decimal CriticalDistancePct = 10m;

    extension(Position position)
    {
        /// <summary>The mark at which margin and unrealised are used up, at most 12 decimals; what a forced close is booked at. Null when flat.</summary>
        public decimal? BankruptcyPrice => position.IsFlat
            ? null
            : LedgerAmount.Round((position.Cost - position.Margin.Total) / position.Quantity);

        /// <summary>Price at which it is liquidated, floored to the tick; null when flat or never.</summary>
        public decimal? LiquidationPrice => position.Margin.LiquidationPrice;

        /// <summary>(maintenance margin + liquidation fee) ÷ (margin + unrealised), percent; null when flat or when nothing is left below the line.</summary>
        public decimal? MarginRatioPct(decimal mark)
        {
            var left = position.Margin.Total + position.UnrealizedAt(mark);
            return position.IsFlat || left <= 0m ? null : Required(position, mark) * 100m / left;
        }

        /// <summary>
        /// True from a margin ratio of 100 % on. The floored price counts too: a short is closed no later than at the price that
        /// was shown to the trader.
        /// </summary>
        public bool IsLiquidatedAt(decimal mark) => !position.IsFlat
            && (position.Margin.Total + position.UnrealizedAt(mark) <= Required(position, mark)
                || (position.Quantity < 0m && mark >= position.Margin.LiquidationPrice));

        public MarginLevel MarginLevelAt(decimal mark)
        {
            if (position.IsFlat)
            {
                return MarginLevel.Normal;
            }

            return position.MarginRatioPct(mark) switch
            {
                null or >= LiquidationRatioPct => MarginLevel.Liquidation,
                > CriticalRatioPct => MarginLevel.Critical,
                > WarningRatioPct => MarginLevel.Warning,
                _ => MarginLevel.Normal,
            };
        }

        /// <summary>Distance of the mark to the liquidation price, percent of the mark; below 0 beyond it; null when there is none.</summary>
        public decimal? LiquidationDistancePct(decimal mark) => position.Margin.LiquidationPrice is { } price && mark > 0m
            ? Math.Sign(position.Quantity) * (mark - price) * 100m / mark
            : null;

        public LiquidationRisk LiquidationRiskAt(decimal mark) => position.LiquidationDistancePct(mark) switch
        {
            < CriticalDistancePct => LiquidationRisk.Critical,
            < HighDistancePct => LiquidationRisk.High,
            < MediumDistancePct => LiquidationRisk.Medium,
            _ => LiquidationRisk.None,
        };
    }

    private static decimal Required(Position position, decimal mark) =>
        position.Margin.Maintenance + (position.Margin.LiquidationFeeRate * Math.Abs(position.Quantity) * mark);
}
