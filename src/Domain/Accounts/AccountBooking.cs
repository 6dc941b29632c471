using Trading.Domain.Instruments;
using Trading.Domain.Positions;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

/// <summary>Position events and order ends: ledger lines, margin, and the reservation that each fill uses up and the end frees.</summary>
internal static class AccountBooking
{
    /// <exception cref="InvariantException">A position event before this one is missing: the sender's outbox is in order.</exception>
    public static AccountDecision Book(AccountTurn turn, PositionBooking booking)
    {
        var change = booking.Event;
        var booked = turn.Account.SymbolOf(booking.Symbol).PositionSequence;
        if (change.Sequence <= booked)
        {
            return turn.Done();
        }

        if (change.Sequence != booked + 1)
        {
            throw new InvariantException($"Account {turn.Account.Id}: event {change.Sequence} of {booking.Symbol} after {booked}.");
        }

        turn.OpenDay(change.At);
        turn.Emit(new PositionBooked(
            change.At, booking.Symbol, change.Sequence, booking.Quantity, booking.Cost, booking.Margin, booking.Leverage, booking.Mark));
        switch (change)
        {
            case PositionIncreased increased:
                Charge(turn, booking.Symbol, increased.Fee, increased.OrderId, increased.TradeId, increased.At);
                UseReservation(turn, increased.OrderId, increased.Quantity, increased.At);
                break;
            case PositionDecreased decreased:
                turn.Post(
                    LedgerKind.Realised, decreased.RealizedPnl, decreased.TradeId, decreased.At,
                    new(booking.Symbol, NullIfEmpty(decreased.OrderId), decreased.TradeId));
                Charge(turn, booking.Symbol, decreased.Fee, decreased.OrderId, decreased.TradeId, decreased.At);
                UseReservation(turn, decreased.OrderId, decreased.Quantity, decreased.At);
                break;
            case PositionLiquidated liquidated:
                turn.Post(
                    LedgerKind.Liquidation, -liquidated.MarginLost, liquidated.TradeId, liquidated.At,
                    new(booking.Symbol, TradeId: liquidated.TradeId, Mark: booking.Mark));
                turn.Ask(new AlertAccount(
                    AccountAlert.Liquidation,
                    FormattableString.Invariant($"{booking.Symbol}: {liquidated.Quantity} closed at {liquidated.Price}, {liquidated.MarginLost} lost.")));
                break;
            case PositionFunded { Payment: not 0m } funded:
                turn.Post(
                    LedgerKind.Funding, funded.Payment, FormattableString.Invariant($"funding:{booking.Symbol}:{funded.At.ToUnixTimeMilliseconds()}"),
                    funded.At, new(booking.Symbol, Rate: funded.Rate, Mark: funded.Mark));
                break;
            case PositionCorrected corrected:
                turn.Emit(new SymbolFrozen(corrected.At, booking.Symbol, corrected.Detail));
                break;
            case PositionClosed:
                FreeIfFlat(turn, booking.Symbol, change.At);
                break;
        }

        return turn.Done();
    }

    public static AccountDecision End(AccountTurn turn, EndOrder end)
    {
        if (turn.Account.ReservationOf(end.OrderId) is { } reservation && reservation.EndedQuantity != end.FilledQuantity)
        {
            Settle(turn, reservation with { EndedQuantity = end.FilledQuantity }, end.At);
        }

        return turn.Done();
    }

    public static AccountDecision Rebuild(AccountTurn turn, RebuildReservations rebuild)
    {
        var open = rebuild.Orders.Where(order => !order.Request.ReduceOnly).ToDictionary(order => order.Request.Id, StringComparer.Ordinal);
        foreach (var reservation in turn.Account.Reservations)
        {
            // One that was ended still waits for fills: the open orders say nothing of it.
            if (!open.ContainsKey(reservation.OrderId) && reservation.EndedQuantity is null)
            {
                turn.Emit(new ReservationReleased(rebuild.At, reservation.OrderId));
                FreeIfFlat(turn, reservation.Symbol, rebuild.At);
            }
        }

        foreach (var order in open.Values)
        {
            if (turn.Account.ReservationOf(order.Request.Id) is not { } known)
            {
                turn.Emit(new OrderReserved(rebuild.At, Reserve(turn.Account, order, rebuild.At), Approved: null));
            }
            else if (known.FilledQuantity != order.FilledQuantity || !known.IsClaimed)
            {
                turn.Emit(new ReservationChanged(rebuild.At, known with { FilledQuantity = order.FilledQuantity, IsClaimed = true }));
            }
        }

        return turn.Done();
    }

    /// <summary>An instance holds its symbol until it is flat and none of its entries may still fill.</summary>
    public static void FreeIfFlat(AccountTurn turn, Symbol symbol, DateTimeOffset at)
    {
        var state = turn.Account.SymbolOf(symbol);
        if (state.Holder.Length == 0 || state.Quantity != 0m)
        {
            return;
        }

        foreach (var working in turn.Account.Reservations)
        {
            if (working.Symbol == symbol && string.Equals(working.Instance, state.Holder, StringComparison.Ordinal))
            {
                return;
            }
        }

        turn.Emit(new SymbolHeld(at, symbol, ""));
    }

    private static void Charge(AccountTurn turn, Symbol symbol, decimal fee, string orderId, string tradeId, DateTimeOffset at)
    {
        if (fee != 0m)
        {
            turn.Post(LedgerKind.Fee, -fee, tradeId, at, new(symbol, NullIfEmpty(orderId), tradeId));
        }
    }

    private static void UseReservation(AccountTurn turn, string orderId, decimal quantity, DateTimeOffset at)
    {
        if (turn.Account.ReservationOf(orderId) is { } reservation)
        {
            Settle(turn, reservation with { FilledQuantity = reservation.FilledQuantity + quantity }, at);
        }
    }

    /// <summary>Released when the order is over and all its fills are booked, whichever comes last.</summary>
    private static void Settle(AccountTurn turn, Reservation reservation, DateTimeOffset at)
    {
        if (reservation.EndedQuantity is { } ended && reservation.FilledQuantity >= ended)
        {
            turn.Emit(new ReservationReleased(at, reservation.OrderId));
            FreeIfFlat(turn, reservation.Symbol, at);
        }
        else
        {
            turn.Emit(new ReservationChanged(at, reservation));
        }
    }

    /// <summary>A limit order is reserved at its limit, as when it was judged; without one the last known mark stands in.</summary>
    private static Reservation Reserve(Account account, OpenOrder order, DateTimeOffset at)
    {
        var request = order.Request;
        var symbol = account.SymbolOf(request.Symbol);
        var prices = OrderPrices.Of(request, RiskMarket.Quote(symbol.Mark, symbol.Mark, 0m, 0m, null));
        return new(
            request.Id, request.Session, request.Instance, request.Purpose, request.Symbol, request.Side, request.Quantity, prices.Reserved,
            Math.Max(1, symbol.Quantity != 0m ? symbol.Leverage : request.Leverage), account.TakerFeeRate, order.FilledQuantity, null, at, IsClaimed: true);
    }

    private static string? NullIfEmpty(string id) => id.Length == 0 ? null : id;
}
