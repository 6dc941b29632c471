using Trading.Domain.Orders;
using Trading.Domain.Outboxes;

namespace Trading.Domain.Positions;

public static partial class PositionBookMachine
{
    /// <summary>Closing orders in a row that may fail before a person is called.</summary>
    public const int CloseAttemptsMax = 3;

    /// <summary>Close all that is held, at market. While a closing order works, the same order is the answer.</summary>
    /// <param name="reason">See <see cref="ExitReason"/>.</param>
    /// <param name="actor">User, or <c>system</c>.</param>
    public static PositionBookDecision Close(PositionBook? book, string reason, string actor, DateTimeOffset now)
    {
        if (book is null || book.Position.IsFlat)
        {
            return new(book, Durability.None);
        }

        var turn = new PositionBookTurn(book, now);
        Close(turn, reason, actor, attempts: 1);
        return new(turn.Book, turn.Durability, OrderId: turn.Book.Closing?.OrderId);
    }

    /// <summary>The account wants it closed: the kill switch.</summary>
    public static PositionBookDecision Carry(PositionBook? book, PositionCommandDelivery delivery, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var acknowledge = new Acknowledgement(delivery.Account, delivery.Sequence);
        if (book is null || delivery.Sequence <= book.HeardSenders.GetValueOrDefault(delivery.Account))
        {
            return new(book, Durability.None, acknowledge);
        }

        var turn = new PositionBookTurn(book, now);
        turn.Change(book with { HeardSenders = book.HeardSenders.SetItem(delivery.Account, delivery.Sequence) });
        Close(turn, delivery.Reason, delivery.Actor, attempts: 1);
        return new(turn.Book, turn.Durability, acknowledge);
    }

    private static void Close(PositionBookTurn turn, string reason, string actor, int attempts)
    {
        var book = turn.Book;
        if (book.Closing is not null || book.Position.IsFlat)
        {
            return;
        }

        var number = book.Position.RoundTripNumber;
        var ordinal = book.CloseRoundTrip == number ? book.NextCloseOrdinal : 0;
        if (CloseIntent.Of(book.Position, ordinal, reason) is { } intent)
        {
            var request = turn.Name(intent);
            turn.Change(book with
            {
                Closing = new(request.Id, reason, actor, attempts),
                CloseRoundTrip = number,
                NextCloseOrdinal = ordinal + 1,
            });
            turn.Place(request, intent.ExitReason);
        }
    }

    /// <summary>
    /// The closing order is over. What the system itself had to close is tried again while something is left; a trader who asked
    /// is shown how it ended and asks again.
    /// </summary>
    private static void EndClosing(PositionBookTurn turn, string orderId, OrderEvent end)
    {
        if (turn.Book.Closing is not { } closing || !string.Equals(closing.OrderId, orderId, StringComparison.Ordinal))
        {
            return;
        }

        turn.Change(turn.Book with { Closing = null });
        if (turn.Book.Position.IsFlat || closing.Reason is ExitReason.Manual or ExitReason.Close || IsFilled(end))
        {
            return;
        }

        if (closing.Attempts < CloseAttemptsMax)
        {
            Close(turn, closing.Reason, closing.Actor, closing.Attempts + 1);
        }
        else
        {
            turn.Alert(
                PositionAlert.CloseFailed,
                FormattableString.Invariant($"{turn.Book.Position.Symbol}: {turn.Book.Position.Quantity} is still held after {closing.Attempts} closing orders."));
        }
    }

    // Filled whole and something is left: it came after the close was asked for, and nobody asked to close that.
    private static bool IsFilled(OrderEvent end) => end is OrderEnded { Status: OrderStatus.Filled };
}
