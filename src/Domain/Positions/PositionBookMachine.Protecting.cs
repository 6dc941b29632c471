using Trading.Domain.Orders;
using Trading.Domain.Outboxes;

namespace Trading.Domain.Positions;

public static partial class PositionBookMachine
{
    /// <summary>The latest mark. Not worth a write by itself, unless it leads to something that is.</summary>
    public static PositionBookDecision Mark(PositionBook? book, decimal mark, DateTimeOffset now)
    {
        if (book is null || book.Position.IsFlat || mark <= 0m)
        {
            return new(book, Durability.None);
        }

        var turn = new PositionBookTurn(book, now);
        turn.Change(book with { Position = book.Position.AtMark(mark) }, Durability.None);
        NoteMarginLevel(turn, mark);
        if (turn.Book.Instance.Length == 0 && ProtectionMachine.IsTrailingStopReached(turn.Book.Protection.Plan, turn.Book.Position.ToView()))
        {
            Close(turn, ExitReason.TrailingStop, "system", attempts: 1);
        }

        return new(turn.Book, turn.Durability);
    }

    /// <summary>Changes the protection of the open position by hand. Repeating it changes nothing.</summary>
    public static PositionBookDecision Protect(PositionBook? book, ProtectionPatch patch, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(patch);
        if (book is null)
        {
            return new(null, Durability.None, Errors: [new("", "conflict", "A flat position has nothing to protect.")]);
        }

        var errors = patch.Validate(book.Position.ToView(), book.Instrument).ToList();
        if (errors.Count > 0)
        {
            return new(book, Durability.None, Errors: [.. errors]);
        }

        var turn = new PositionBookTurn(book, now);
        var plan = patch.ApplyTo(book.Protection.Plan);
        if (plan != book.Protection.Plan)
        {
            turn.Take(ProtectionMachine.SetPlan(book.Protection, plan, book.Position, book.Instrument));
            turn.Change(turn.Book with { IsPlanByHand = true });
            turn.ShowInstance();
        }

        return new(turn.Book, turn.Durability, Errors: []);
    }

    /// <summary>To be called every <see cref="ProtectionMachine.RefusalPause"/> while the protection is given up: what was refused may be taken now.</summary>
    public static PositionBookDecision Retry(PositionBook? book, DateTimeOffset now)
    {
        if (book is not { Protection.IsGivenUp: true } || book.Position.IsFlat || !book.HasRoom)
        {
            return new(book, Durability.None);
        }

        var turn = new PositionBookTurn(book, now);
        turn.Take(ProtectionMachine.Follow(book.Protection, book.Position, book.Instrument));
        return new(turn.Book, turn.Durability);
    }

    private static void Protect(PositionBookTurn turn, string orderId, OrderEvent change)
    {
        if (turn.Book.Protectives.FirstOrDefault(candidate => candidate.OrderId == orderId) is not { } named)
        {
            return;
        }

        var (protection, position, instrument) = (turn.Book.Protection, turn.Book.Position, turn.Book.Instrument);
        switch (change)
        {
            case OrderAccepted:
                turn.Take(ProtectionMachine.Accepted(protection, named.Origin, named.Ordinal, position, instrument));
                break;
            case OrderTriggered or OrderFilled:
                turn.Take(ProtectionMachine.Triggered(protection, named.Origin, named.Ordinal, position, instrument));
                break;
            case OrderRenewalDue:
                turn.Take(ProtectionMachine.RenewalDue(protection, named.Origin, named.Ordinal, position, instrument));
                break;
            case OrderEnded or OrderRefused or OrderDisowned:
                turn.Change(turn.Book with { Protectives = turn.Book.Protectives.Remove(named) });
                turn.Take(ProtectionMachine.Ended(protection, named.Origin, named.Ordinal, ReasonOf(change), position, instrument));
                break;
        }
    }

    private static string? ReasonOf(OrderEvent change) => change switch
    {
        OrderEnded ended => ended.Reason,
        OrderRefused refused => refused.Reasons[0],
        _ => OrderReasons.NotSent,
    };

    private static void NoteMarginLevel(PositionBookTurn turn, decimal mark)
    {
        var level = turn.Book.Position.MarginLevelAt(mark);
        if (level > turn.Book.MarginLevel)
        {
            turn.Change(turn.Book with { MarginLevel = level });
            turn.Alert(
                level >= MarginLevel.Critical ? PositionAlert.MarginCritical : PositionAlert.MarginLevel,
                FormattableString.Invariant($"{turn.Book.Position.Symbol}: margin ratio {turn.Book.Position.MarginRatioPct(mark):0.#} % at mark {mark}."));
        }
        else if (level < turn.Book.MarginLevel)
        {
            turn.Change(turn.Book with { MarginLevel = level }, Durability.None);
        }
    }
}
