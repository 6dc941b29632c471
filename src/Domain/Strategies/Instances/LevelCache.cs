using Trading.Domain.Orders;
using Trading.Domain.Positions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>The levels of a position, computed when its plan, side or average entry changes and not at every event.</summary>
internal sealed class LevelCache
{
    private ProtectionPlan? _plan;
    private decimal _entryPrice;
    private decimal _best;

    public ProtectionPlan Plan => _plan ?? ProtectionPlan.None;

    public Side Opened { get; private set; }

    public decimal? StopPrice { get; private set; }

    /// <summary>Empty when a target set by hand, which rests at the venue, replaces the steps.</summary>
    public decimal[] StepPrices { get; private set; } = [];

    /// <summary>Steps that leave quantity; the one after them, if any, closes the rest.</summary>
    public int LeavingSteps { get; private set; }

    public bool HasClosingStep => LeavingSteps < StepPrices.Length;

    /// <summary>The trailing stop as far as it has come; null until it is armed. Never moves back, not even when the average entry does.</summary>
    public decimal? TrailingStopPrice { get; set; }

    /// <summary>Follows the position and its best mark.</summary>
    public void Follow(ProtectionPlan plan, in PositionView position)
    {
        var opened = ProtectionLevels.OpenedBy(position.Quantity);
        var best = opened is Side.Buy ? position.HighestMark : position.LowestMark;
        if (ReferenceEquals(plan, _plan) && position.EntryPrice == _entryPrice && opened == Opened)
        {
            if (best != _best)
            {
                Trail(position, best);
            }

            return;
        }

        if (_plan is not null && opened != Opened)
        {
            // Another hand has turned the position around.
            TrailingStopPrice = null;
        }

        (_plan, _entryPrice, Opened) = (plan, position.EntryPrice, opened);
        StopPrice = plan.StopPrice ?? (plan.StopLossPct is { } pct ? ProtectionLevels.StopPrice(opened, position.EntryPrice, pct) : null);
        StepPrices = plan.TakeProfit.IsDefaultOrEmpty || plan.TakeProfitPrice is not null ? [] : Steps(plan, opened, position.EntryPrice);
        LeavingSteps = StepPrices.Length > 0 && TakeProfitLadder.ClosesAll(plan.TakeProfit) ? StepPrices.Length - 1 : StepPrices.Length;
        Trail(position, best);
    }

    /// <summary>Another position: nothing of the last one holds.</summary>
    public void Clear()
    {
        _plan = null;
        TrailingStopPrice = null;
    }

    // Apart from Follow, which is called at every event: its captured variables would be allocated there.
    private static decimal[] Steps(ProtectionPlan plan, Side opened, decimal entryPrice) =>
        [.. plan.TakeProfit.Select(step => ProtectionLevels.StepPrice(opened, entryPrice, step.Pct))];

    private void Trail(in PositionView position, decimal best)
    {
        _best = best;
        if (Plan.TrailingStop is not { } trailing)
        {
            TrailingStopPrice = null;
        }
        else if (ProtectionLevels.TrailingStopPrice(Opened, position.EntryPrice, best, trailing) is { } price)
        {
            TrailingStopPrice = TrailingStopPrice is { } former ? ProtectionLevels.Nearer(Opened, former, price) : price;
        }
    }
}
