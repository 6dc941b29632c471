using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Domain.Positions;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

/// <summary>
/// Judges what reaches an account's book. Pure: the host makes the result durable, then answers and acknowledges, then delivers
/// what the outbox holds. Every input may be repeated.
/// </summary>
public static partial class AccountBookMachine
{
    /// <summary>The refusal while nothing more can be told: the journal or an order has been out of reach for long.</summary>
    public const string OutboxFull = "outbox_full";

    private const string FirstDeposit = "initial";

    /// <summary>Makes the account with its first deposit; an account that is there stays as it is.</summary>
    /// <param name="id">Key of the account.</param>
    public static AccountBookDecision Open(AccountBook? book, string id, AccountOpening opening)
    {
        ArgumentNullException.ThrowIfNull(opening);
        if (book is not null)
        {
            return new(book, Durability.None);
        }

        var account = Account.Create(id, opening.Venue, opening.Currency, opening.TakerFeeRate, opening.Limits);
        var turn = new AccountBookTurn(new AccountBook { Opening = opening, Account = account }, opening.At);
        turn.Ask(new Deposit(FirstDeposit, opening.InitialBalance, opening.At));
        turn.Ask(new RefreshMarks([], opening.At));
        NoteEquity(turn, opening.At);
        return turn.Done();
    }

    /// <summary>Judges an order and reserves its margin in one step.</summary>
    public static AccountBookDecision Judge(AccountBook book, OrderRequest request, Instrument instrument, RiskMarket market, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(request);
        var turn = new AccountBookTurn(book, at);
        if (!book.HasRoom && !request.ReduceOnly && book.Account.ReservationOf(request.Id) is null)
        {
            var refusal = new RiskFailure(OutboxFull, "Too much of the account waits to be recorded.");
            return turn.Done() with { Verdict = new RiskVerdict([refusal], request.Leverage, null) };
        }

        var decision = turn.Ask(new JudgeOrder(request, instrument, market, at));
        if (decision.Events.Length > 0 && turn.Book.Instruments.GetValueOrDefault(request.Symbol.Value) is var known && known != instrument)
        {
            turn.Change(turn.Book with { Instruments = turn.Book.Instruments.SetItem(request.Symbol.Value, instrument) });
        }

        return turn.Done() with { Verdict = decision.Verdict };
    }

    /// <summary>Claims and ends of orders.</summary>
    public static AccountBookDecision Hear(AccountBook book, OrderDelivery delivery, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(delivery);
        if (delivery.Entries.IsEmpty)
        {
            return new(book, Durability.None);
        }

        var id = delivery.Request.Id;
        var last = book.HeardOrders.GetValueOrDefault(id);
        var turn = new AccountBookTurn(book, now);
        foreach (var entry in delivery.Entries)
        {
            if (entry.Sequence > last)
            {
                Hear(turn, id, entry);
            }
        }

        var heard = delivery.Entries[^1];
        if (heard.Event is OrderRetired)
        {
            if (turn.Book.HeardOrders.ContainsKey(id))
            {
                turn.Change(turn.Book with { HeardOrders = turn.Book.HeardOrders.Remove(id) });
            }
        }
        else if (heard.Sequence > last)
        {
            turn.Change(turn.Book with { HeardOrders = turn.Book.HeardOrders.SetItem(id, heard.Sequence) });
        }

        return turn.Done(new Acknowledgement(id, heard.Sequence));
    }

    /// <summary>An order that is over will repeat nothing: what was heard of it need not be told from what is new.</summary>
    /// <param name="upTo">Its last sequence. When more than that was heard of it, the word is of before, and nothing is forgotten.</param>
    public static AccountBookDecision Forget(AccountBook book, string orderId, long upTo)
    {
        ArgumentNullException.ThrowIfNull(book);
        return !book.HeardOrders.TryGetValue(orderId, out var heard) || heard > upTo
            ? new(book, Durability.None)
            : new(book with { HeardOrders = book.HeardOrders.Remove(orderId) }, Durability.None);
    }

    /// <summary>Events of a position, each booked once.</summary>
    public static AccountBookDecision Book(AccountBook book, PositionBookings bookings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(bookings);
        if (!book.HasRoom || bookings.Bookings.IsEmpty)
        {
            return new(book, Durability.None);
        }

        var turn = new AccountBookTurn(book, now);
        foreach (var booking in bookings.Bookings)
        {
            if (turn.Ask(new BookPosition(booking)).Events.Any(change => change is LedgerPosted) && book.Opening.Clock is null)
            {
                // A fill or a funding, once applied. In lock-step the clock says when, with the marks of that instant.
                TellEquity(turn, booking.Event.At);
            }
        }

        var symbol = bookings.Bookings[0].Symbol.Value;
        if (!turn.Book.Positions.ContainsKey(symbol))
        {
            turn.Change(turn.Book with { Positions = turn.Book.Positions.SetItem(symbol, bookings.Position) });
        }

        return turn.Done(new Acknowledgement(bookings.Position, bookings.Sequence));
    }

    /// <summary>A receiver has every entry up to a sequence.</summary>
    /// <param name="receiver">Key of an order or position, or <see cref="OutboxLimits.Journal"/>.</param>
    public static AccountBookDecision Acknowledge(AccountBook book, string receiver, long upTo)
    {
        ArgumentNullException.ThrowIfNull(book);
        var kept = book.Outbox.RemoveAll(
            entry => entry.Sequence <= upTo && string.Equals(entry.Receiver, receiver, StringComparison.Ordinal));
        return kept.Length == book.Outbox.Length
            ? new(book, Durability.None)
            : new(book with { Outbox = kept }, kept.IsEmpty ? Durability.Soon : Durability.None);
    }

    /// <summary>What is to be asked of the orders whose reservation nobody has claimed for 10 s.</summary>
    public static IEnumerable<(OrderRequest Request, OrderContext Context)> Unclaimed(AccountBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        foreach (var reservation in AccountMachine.Unclaimed(book.Account, now))
        {
            if (ContextOf(book, reservation) is { } context)
            {
                yield return (reservation.ToInquiry(book.Account.Id), context);
            }
        }
    }

    /// <summary>What is known of the order behind a reservation besides its request; null for one that no judgement made.</summary>
    internal static OrderContext? ContextOf(AccountBook book, Reservation reservation) =>
        book.Instruments.GetValueOrDefault(reservation.Symbol.Value) is { } instrument
            ? new OrderContext(book.Opening.Owner, "", 0, book.Opening.Venue, book.Opening.Clock, instrument, null, null, null)
            : null;

    private static void Hear(AccountBookTurn turn, string id, OutboxEntry entry)
    {
        switch (entry.Event)
        {
            case OrderPlaced:
                turn.Ask(new ClaimOrder(id, entry.Event.At));
                break;
            case OrderEnded ended:
                turn.Ask(new EndOrder(id, ended.FilledQuantity, ended.At));
                break;
            case OrderDisowned:
                turn.Ask(new EndOrder(id, 0m, entry.Event.At));
                break;
            case OrderInquired when !entry.Status.IsTerminal:
                turn.Ask(new ClaimOrder(id, entry.Event.At));
                break;
            case OrderInquired when turn.Book.Account.ReservationOf(id) is { IsClaimed: false, EndedQuantity: null }:
                // The order is over, and everything of it was heard before this reservation was made: nothing will claim it.
                turn.Ask(new EndOrder(id, 0m, entry.Event.At));
                break;
        }
    }

    private static void NoteEquity(AccountBookTurn turn, DateTimeOffset at)
    {
        var minute = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
        if (turn.Book.Opening.Session is null || !turn.Book.HasRoom || minute <= turn.Book.EquityNotedAt)
        {
            return;
        }

        turn.Change(turn.Book with { EquityNotedAt = minute });
        TellEquity(turn, at);
    }

    /// <summary>A point of the equity curve, which belongs to the session that has the account for its own.</summary>
    private static void TellEquity(AccountBookTurn turn, DateTimeOffset at)
    {
        if (turn.Book.Drawdown is { } drawdown)
        {
            var account = turn.Book.Account;
            turn.Tell(OutboxLimits.Journal, new EquityNoted(account.Equity, account.Balance, 100m * drawdown.FallTo(account.Equity), at));
        }
    }
}
