using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <summary>
/// Judges what reaches a position. Every method answers with the events to apply in order, none when the input is a
/// repetition; a method that may close it emits <see cref="PositionClosed"/> with the round trip last.
/// </summary>
public static class PositionMachine
{
    /// <summary>A fill increases, decreases, closes or flips; a flip closes the old position and opens the new one at the fill's price.</summary>
    public static ImmutableArray<PositionEvent> Decide(Position position, Instrument instrument, PositionFill input)
    {
        var fill = input.Fill;
        if (position.Seen.Contains(input.OrderId, input.Sequence, fill.TradeId))
        {
            return [];
        }

        var fee = LedgerAmount.Round(fill.Fee);
        if (position.IsFlat || Math.Sign(position.Quantity) == input.Side.Sign)
        {
            var leverage = position.IsFlat ? Math.Max(1, input.Leverage) : position.Leverage;
            return [Increase(position, instrument, input, fill.Quantity, fee, leverage)];
        }

        var held = Math.Abs(position.Quantity);
        if (fill.Quantity < held)
        {
            return [Decrease(position, instrument, input, fill.Quantity, fee)];
        }

        // What closes pays its share of the fee rounded once; what opens pays the rest, so that the two add up to the fill's fee.
        var closingFee = LedgerAmount.Share(fee, held, fill.Quantity);
        var decreased = Decrease(position, instrument, input, held, closingFee);
        var flat = position.Apply(decreased);
        var closed = Close(flat, fill.At, input.Reason ?? ExitReason.Of(input.Purpose));
        if (fill.Quantity == held)
        {
            return [decreased, closed];
        }

        // The leverage stays: it is set at the exchange while flat, and between the two halves of one fill nothing is set.
        return [decreased, closed, Increase(flat.Apply(closed), instrument, input, fill.Quantity - held, fee - closingFee, position.Leverage)];
    }

    /// <summary>Funding moves the balance, never the position's margin. One funding time counts once.</summary>
    public static ImmutableArray<PositionEvent> Decide(Position position, VenueFunding funding) =>
        funding.At <= position.LastFundingAt
            ? []
            : [new PositionFunded(position.Sequence + 1, funding.At, funding.Quantity, funding.Mark, funding.Rate, LedgerAmount.Round(funding.Payment))];

    /// <summary>Closes at the bankruptcy price; the loss is the whole isolated margin, to the last digit.</summary>
    public static ImmutableArray<PositionEvent> Decide(Position position, VenueLiquidated liquidated)
    {
        if (position.IsFlat || position.Seen.Contains(liquidated.TradeId))
        {
            return [];
        }

        var taken = new PositionLiquidated(
            position.Sequence + 1, liquidated.At, liquidated.TradeId, position.Quantity, liquidated.Price, position.Margin.Total);
        return [taken, Close(position.Apply(taken), liquidated.At, ExitReason.Liquidation)];
    }

    /// <param name="cause">Id of the command; counted once.</param>
    /// <param name="amount">Quote units; below 0 takes back margin that was added.</param>
    /// <exception cref="ArgumentOutOfRangeException">More would be taken back than was added.</exception>
    public static ImmutableArray<PositionEvent> AddMargin(Position position, Instrument instrument, string cause, decimal amount, DateTimeOffset at)
    {
        if (position.IsFlat || position.Seen.Contains(cause))
        {
            return [];
        }

        var added = position.Margin.Added + amount;
        ArgumentOutOfRangeException.ThrowIfNegative(added, nameof(amount));
        var margin = PositionMargin.Of(position.Quantity, position.Cost, position.Leverage, added, instrument);
        return [new PositionMarginAdded(position.Sequence + 1, at, cause, amount, margin)];
    }

    /// <summary>The fill that makes the position what the exchange says it is; null when it already is. Its trade id is the cause of the correction.</summary>
    /// <param name="quantity">Signed base units that the exchange holds.</param>
    /// <param name="price">Price of the difference: the exchange's average entry when it opens, else the mark.</param>
    public static PositionFill? Correction(Position position, decimal quantity, decimal price, int leverage, string cause, DateTimeOffset at)
    {
        var difference = quantity - position.Quantity;
        return difference == 0m
            ? null
            : new PositionFill(
                "", 0, OrderPurpose.Manual, difference > 0m ? Side.Buy : Side.Sell, leverage, PositionOwner.None,
                new Fill(cause, price, Math.Abs(difference), 0m, Liquidity.Taker, at), ExitReason.Reconciled);
    }

    private static PositionIncreased Increase(Position position, Instrument instrument, PositionFill input, decimal quantity, decimal fee, int leverage)
    {
        var sign = input.Side.Sign;
        var margin = PositionMargin.Of(
            position.Quantity + (sign * quantity), position.Cost + (sign * quantity * input.Fill.Price), leverage, position.Margin.Added, instrument);
        return new(
            position.Sequence + 1, input.Fill.At, input.OrderId, input.Sequence, input.Fill.TradeId, input.Side, input.Fill.Price, quantity, fee,
            leverage, input.Owner, position.IsFlat ? position.RoundTripNumber + 1 : null, margin);
    }

    private static PositionDecreased Decrease(Position position, Instrument instrument, PositionFill input, decimal quantity, decimal fee)
    {
        var held = Math.Abs(position.Quantity);
        var isLast = quantity == held;
        var proceeds = Math.Sign(position.Quantity) * quantity * input.Fill.Price;
        var share = isLast ? position.Cost : LedgerAmount.Share(position.Cost, quantity, held);
        var realized = LedgerAmount.Round(proceeds - share);

        // Where price times quantity has more than 12 decimals the realised amount is rounded for the ledger; the rest stays
        // in the cost, so that balance and unrealised together stay exact while the position is open.
        var taken = isLast ? position.Cost : proceeds - realized;
        var left = held - quantity;
        var margin = PositionMargin.Of(
            Math.Sign(position.Quantity) * left, position.Cost - taken, position.Leverage,
            isLast ? 0m : LedgerAmount.Share(position.Margin.Added, left, held), instrument);
        return new(
            position.Sequence + 1, input.Fill.At, input.OrderId, input.Sequence, input.Fill.TradeId, input.Side, input.Fill.Price, quantity, fee,
            taken, realized, margin);
    }

    private static PositionClosed Close(Position flat, DateTimeOffset at, string reason)
    {
        var open = flat.Open ?? throw new InvariantException($"Position {flat.Id}: closed without a round trip.");
        return new(flat.Sequence + 1, at, open.Close(flat, at, reason));
    }
}
