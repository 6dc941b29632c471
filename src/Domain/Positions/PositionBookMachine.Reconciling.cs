using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;

namespace Trading.Domain.Positions;

public static partial class PositionBookMachine
{
    /// <summary>
    /// What the venue holds. Executions that nobody here asked for make the book when there is none. Repeating it changes nothing. Never in
    /// lock-step, where nobody else trades on the account.
    /// </summary>
    /// <param name="id">Key of the position.</param>
    /// <param name="account">Key of the account.</param>
    /// <param name="context">Of a position that nobody here has ordered: whose it is, and the instrument's rules.</param>
    public static PositionBookDecision Compare(
        PositionBook? book, string id, string account, OrderContext context, VenueHolding held, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(held);
        if (book is { HasRoom: false } or { Context.Clock: not null })
        {
            return new(book, Durability.None);
        }

        var known = book ?? new PositionBook { Account = account, Position = Position.Flat(id, held.Symbol), Context = context };
        var memory = known.Reconciliation ?? Reconciliation.None;
        var decision = ReconciliationMachine.Decide(known.Position, known.Instrument, memory, held, now);
        if (decision.After == memory && decision.Events.IsEmpty)
        {
            return new(book, Durability.None);
        }

        var turn = new PositionBookTurn(known, now);

        // What is only counted may be counted anew after a crash.
        var isSettling = !memory.Settled.SequenceEqual(decision.After.Settled, StringComparer.Ordinal);
        turn.Change(known with { Reconciliation = decision.After }, isSettling ? Durability.Now : Durability.None);
        turn.Move(decision.Events, known.Context with { Strategy = "", Version = 0, Protection = null, ReferencePrice = null, ExitReason = null });
        if (decision.Alert is { } alert)
        {
            turn.Alert(PositionAlert.Drift, alert);
        }

        return new(turn.Book, turn.Durability);
    }
}
