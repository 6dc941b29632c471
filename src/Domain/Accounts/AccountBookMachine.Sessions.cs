using Trading.Domain.Instruments;
using Trading.Domain.Outboxes;

namespace Trading.Domain.Accounts;

public static partial class AccountBookMachine
{
    /// <summary>Opens the session's gate and leases its symbols, all or none.</summary>
    public static AccountBookDecision OpenGate(AccountBook book, SessionLease lease, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(lease);
        foreach (var other in book.Leases)
        {
            if (other.Session != lease.Session && FirstShared(other, lease) is { } taken)
            {
                return new(book, Durability.None, Conflict: new LeaseConflict(taken, other.Session));
            }
        }

        var turn = new AccountBookTurn(book, at);
        if (book.LeaseOf(lease.Session) is null && !book.Account.ClosedSessions.Contains(lease.Session, StringComparer.Ordinal))
        {
            // An opening that comes after the closing is a late message: it opens nothing and leases nothing.
            turn.Change(book with { Leases = book.Leases.Add(lease) });
        }

        turn.Ask(new OpenGate(lease.Session, at));
        return turn.Done();
    }

    /// <summary>From here on no order of the session that does not reduce is approved.</summary>
    public static AccountBookDecision CloseGate(AccountBook book, string session, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(book);
        var turn = new AccountBookTurn(book, at);
        turn.Ask(new CloseGate(session, at));
        return turn.Done() with
        {
            OpenEntries =
            [
                .. turn.Book.Account.Reservations
                    .Where(reservation => reservation.Session == session && reservation.EndedQuantity is null)
                    .Select(reservation => new OpenEntry(reservation.ToInquiry(book.Account.Id), ContextOf(turn.Book, reservation))),
            ],
        };
    }

    /// <summary>Ends the session's leases and slots.</summary>
    /// <exception cref="InvariantException">Its gate is open: what it may still trade is not given to another.</exception>
    public static AccountBookDecision Release(AccountBook book, string session, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (book.Account.OpenSessions.Contains(session, StringComparer.Ordinal))
        {
            throw new InvariantException($"Account {book.Account.Id}: session {session} is released with its gate open.");
        }

        var turn = new AccountBookTurn(book, at);
        var leases = book.Leases.RemoveAll(lease => lease.Session == session);
        var slots = book.Slots.RemoveAll(slot => slot.Session == session);
        if (leases.Length < book.Leases.Length || slots.Length < book.Slots.Length)
        {
            turn.Change(book with { Leases = leases, Slots = slots });
            TellEquity(turn, at);
        }

        return turn.Done();
    }

    /// <summary>What an evaluation stands on and, when asked for, a signal slot of the instance's session.</summary>
    public static AccountBookDecision Prepare(AccountBook book, InstanceQuestion question)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(question);
        var turn = new AccountBookTurn(book, question.At);
        if (book.Account.Day is not { } day || DateOnly.FromDateTime(question.At.UtcDateTime) > day)
        {
            turn.Ask(new RefreshMarks([], question.At));
        }

        var slot = new SignalSlot(question.Session, question.Instance);
        if (question.WantsSlot && !book.Slots.Contains(slot) && HasFreeSlot(book, question.Session))
        {
            turn.Change(turn.Book with { Slots = turn.Book.Slots.Add(slot) });
        }

        var account = turn.Book.Account;
        var symbol = account.SymbolOf(question.Symbol);
        var equity = symbol.Quantity == 0m || question.Mark <= 0m
            ? account.Equity
            : account.Equity - symbol.UnrealizedPnl + (question.Mark * symbol.Quantity) - symbol.Cost;
        return turn.Done() with
        {
            Footing = new InstanceFooting(
                equity,
                account.DayOpeningEquity,
                turn.Book.Slots.Contains(slot),
                symbol.Holder.Length == 0 || symbol.Holder == question.Instance),
        };
    }

    /// <summary>Gives a slot, and the symbol if flat, back.</summary>
    public static AccountBookDecision GiveBack(AccountBook book, string session, string instance, Symbol symbol, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(book);
        var turn = new AccountBookTurn(book, at);
        var slots = book.Slots.Remove(new SignalSlot(session, instance));
        if (slots.Length < book.Slots.Length)
        {
            turn.Change(book with { Slots = slots });
        }

        turn.Ask(new ReleaseSymbol(symbol, instance, at));
        return turn.Done();
    }

    private static bool HasFreeSlot(AccountBook book, string session) =>
        book.Account.OpenSessions.Contains(session, StringComparer.Ordinal)
        && book.LeaseOf(session) is { } lease
        && book.Slots.Count(slot => slot.Session == session) < lease.MaxActiveInstances;

    private static Symbol? FirstShared(SessionLease one, SessionLease other)
    {
        foreach (var symbol in other.Symbols)
        {
            if (one.Symbols.Contains(symbol))
            {
                return symbol;
            }
        }

        return null;
    }
}
