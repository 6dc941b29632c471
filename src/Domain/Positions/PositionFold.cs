using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <summary>Folds what happened into a position. Total: an event that no state allows is our bug.</summary>
public static class PositionFold
{
    /// <exception cref="InvariantException">The event is not the next one, or does not fit the position.</exception>
    public static Position Apply(this Position position, PositionEvent change)
    {
        if (change.Sequence != position.Sequence + 1)
        {
            throw new InvariantException($"Position {position.Id}: event {change.Sequence} after {position.Sequence}.");
        }

        var next = change switch
        {
            PositionIncreased increased => Increase(position, increased),
            PositionDecreased decreased => Decrease(position, decreased),
            PositionClosed => Close(position),
            PositionFunded funded => Fund(position, funded),
            PositionLiquidated liquidated => Liquidate(position, liquidated),
            PositionMarginAdded added => position with { Margin = added.Margin, Seen = position.Seen.With(added.Cause) },
            PositionCorrected => position,
            _ => throw new InvariantException($"Position {position.Id}: unknown event {change.GetType().Name}."),
        };
        return next with { Sequence = change.Sequence };
    }

    private static Position Increase(Position position, PositionIncreased fill)
    {
        var quantity = position.Quantity + (fill.Side.Sign * fill.Quantity);
        var notional = fill.Quantity * fill.Price;
        var marks = fill.OpensRoundTrip is null
            ? position.Marks
            : MarkRange.StartingAt(position.Marks.Mark == 0m ? fill.Price : position.Marks.Mark);
        var open = fill.OpensRoundTrip is null
            ? Tally(position).Fold(marks, position.Quantity, position.Cost)
            : OpenRoundTrip.Begin(fill.Owner, fill.Side is Side.Buy ? PositionSide.Long : PositionSide.Short, fill.At);
        return position with
        {
            Quantity = quantity,
            Cost = position.Cost + (fill.Side.Sign * notional),
            Leverage = fill.Leverage,
            Margin = fill.Margin,
            Marks = marks.NewSegment(),
            RoundTripNumber = fill.OpensRoundTrip ?? position.RoundTripNumber,
            Open = open with
            {
                LargestQuantity = Math.Max(open.LargestQuantity, Math.Abs(quantity)),
                EntryQuantity = open.EntryQuantity + fill.Quantity,
                EntryNotional = open.EntryNotional + notional,
                Fees = open.Fees + fill.Fee,
            },
            TotalFees = position.TotalFees + fill.Fee,
            Seen = position.Seen.With(fill.OrderId, fill.OrderSequence, fill.TradeId),
        };
    }

    private static Position Decrease(Position position, PositionDecreased fill)
    {
        var open = Tally(position).Fold(position.Marks, position.Quantity, position.Cost);
        return position with
        {
            Quantity = position.Quantity + (fill.Side.Sign * fill.Quantity),
            Cost = position.Cost - fill.CostTaken,
            Margin = fill.Margin,
            Marks = position.Marks.NewSegment(),
            Open = open with
            {
                ExitQuantity = open.ExitQuantity + fill.Quantity,
                ExitNotional = open.ExitNotional + (fill.Quantity * fill.Price),
                RealizedPnl = open.RealizedPnl + fill.RealizedPnl,
                Fees = open.Fees + fill.Fee,
            },
            TotalRealizedPnl = position.TotalRealizedPnl + fill.RealizedPnl,
            TotalFees = position.TotalFees + fill.Fee,
            Seen = position.Seen.With(fill.OrderId, fill.OrderSequence, fill.TradeId),
        };
    }

    private static Position Liquidate(Position position, PositionLiquidated end)
    {
        var open = Tally(position).Fold(position.Marks, position.Quantity, position.Cost);
        return position with
        {
            Quantity = 0m,
            Cost = 0m,
            Margin = default,
            Open = open with
            {
                ExitQuantity = open.ExitQuantity + Math.Abs(position.Quantity),
                ExitNotional = open.ExitNotional + (Math.Abs(position.Quantity) * end.Price),
                RealizedPnl = open.RealizedPnl - end.MarginLost,
            },
            TotalRealizedPnl = position.TotalRealizedPnl - end.MarginLost,
            Seen = position.Seen.With(end.TradeId),
        };
    }

    private static Position Close(Position position) => position.IsFlat
        ? position with { Open = null, Cost = 0m }
        : throw new InvariantException($"Position {position.Id}: closed while holding {position.Quantity}.");

    private static Position Fund(Position position, PositionFunded funding) => position with
    {
        Open = position.Open is { } open ? open with { Funding = open.Funding + funding.Payment } : null,
        TotalFunding = position.TotalFunding + funding.Payment,
        LastFundingAt = funding.At,
    };

    private static OpenRoundTrip Tally(Position position) =>
        position.Open ?? throw new InvariantException($"Position {position.Id}: no open round trip to change.");
}
