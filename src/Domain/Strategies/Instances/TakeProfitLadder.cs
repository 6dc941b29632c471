using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Positions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>Quantities of take-profit steps.</summary>
internal static class TakeProfitLadder
{
    private const decimal Percent = 100m;

    /// <summary>True when the steps together close the whole position: then the last one closes what is left.</summary>
    public static bool ClosesAll(ImmutableArray<TakeProfitStep> steps) => steps.Sum(step => step.ClosePct) == Percent;

    /// <summary>
    /// What a step has to close: the share of all steps up to it, on the lot, less what steps have closed. So what rounding
    /// takes from one step the next one adds.
    /// </summary>
    /// <param name="step">Index of the step.</param>
    /// <param name="closed">Base units closed by steps so far.</param>
    /// <returns>0 when the venue would not take an order that small: the next step adds it.</returns>
    public static decimal Quantity(ImmutableArray<TakeProfitStep> steps, int step, in PositionView position, decimal closed, Instrument instrument)
    {
        var share = 0m;
        for (var i = 0; i <= step; i++)
        {
            share += steps[i].ClosePct;
        }

        var due = instrument.TruncateToLot(position.LargestQuantity * share / Percent) - closed;
        var quantity = Math.Min(due, Math.Abs(position.Quantity));
        return quantity >= Math.Max(instrument.MinQuantity, instrument.LotSize) && quantity * position.Mark >= instrument.MinNotional ? quantity : 0m;
    }
}
