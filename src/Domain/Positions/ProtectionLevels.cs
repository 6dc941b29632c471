using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <summary>
/// Where a position's stops and targets lie, all judged on the mark (spec: strategies, stopLoss, takeProfit, trailingStop).
/// <c>opened</c> is the side that opened the position: <see cref="Side.Buy"/> for a long. Prices are exact, not yet on a tick.
/// </summary>
public static class ProtectionLevels
{
    private const decimal Percent = 100m;

    /// <summary>The side that opened a position of this signed quantity.</summary>
    public static Side OpenedBy(decimal quantity) => quantity < 0m ? Side.Sell : Side.Buy;

    /// <param name="pct">Distance against the position, percent of the average entry.</param>
    public static decimal StopPrice(Side opened, decimal entryPrice, decimal pct) => entryPrice * (1m - (opened.Sign * pct / Percent));

    /// <param name="pct">Distance in the position's favour, percent of the average entry.</param>
    public static decimal StepPrice(Side opened, decimal entryPrice, decimal pct) => entryPrice * (1m + (opened.Sign * pct / Percent));

    /// <param name="bestMark">Highest mark since the first fill for a long, lowest for a short.</param>
    /// <returns>Null until the best mark has reached the activation distance.</returns>
    public static decimal? TrailingStopPrice(Side opened, decimal entryPrice, decimal bestMark, TrailingStop trailing) =>
        IsTargetReached(opened, bestMark, StepPrice(opened, entryPrice, trailing.ActivatePct))
            ? bestMark - (opened.Sign * entryPrice * trailing.DistancePct / Percent)
            : null;

    /// <summary>Of two stops the one that the market reaches first.</summary>
    public static decimal Nearer(Side opened, decimal one, decimal other) => opened is Side.Buy ? Math.Max(one, other) : Math.Min(one, other);

    public static bool IsStopReached(Side opened, decimal mark, decimal stopPrice) => opened is Side.Buy ? mark <= stopPrice : mark >= stopPrice;

    public static bool IsTargetReached(Side opened, decimal mark, decimal targetPrice) => opened is Side.Buy ? mark >= targetPrice : mark <= targetPrice;

    /// <summary>
    /// The price that a closing order can carry: sells round up, buys down. For a stop that is towards the market, so the
    /// resting order never triggers later than the exact level says.
    /// </summary>
    public static decimal ToTick(Side opened, decimal price, Instrument instrument) =>
        opened is Side.Buy ? instrument.CeilingToTick(price) : instrument.FloorToTick(price);
}
