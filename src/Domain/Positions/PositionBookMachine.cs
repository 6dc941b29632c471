using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;

namespace Trading.Domain.Positions;

/// <summary>
/// Judges what reaches a position's book. Pure: the host makes the result durable, then acknowledges, then delivers what the
/// outbox holds. Every input may come twice, late, or out of order.
/// </summary>
public static partial class PositionBookMachine
{
    /// <summary>How long a liquidation, or a fill that may only reduce, waits for fills that the venue made before it and that are still on their way.</summary>
    public static readonly TimeSpan FillWait = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Fills and fates of orders. Each order tells its own story at its own pace: a fill of a reducing order that takes more than is held came
    /// at the venue after another order's fill, and waits with all that follows it in the order's outbox.
    /// </summary>
    /// <param name="book">Null before the first.</param>
    /// <param name="id">Key of the position.</param>
    /// <param name="mark">The mark at the fill where it is known, in lock-step; null for the latest that the position was told.</param>
    /// <param name="isEnd">The market has ended: nothing protects a position any more, and nothing is placed to do so.</param>
    public static PositionBookDecision Hear(PositionBook? book, string id, OrderDelivery delivery, DateTimeOffset now, decimal? mark = null, bool isEnd = false)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var request = delivery.Request;
        var last = book?.HeardOrders.GetValueOrDefault(request.Id) ?? 0;
        if (delivery.Entries.IsEmpty || book is { HasRoom: false })
        {
            return new(book, Durability.None);
        }

        var turn = new PositionBookTurn(
            book ?? new PositionBook { Account = request.Account, Position = Position.Flat(id, request.Symbol), Context = delivery.Context }, now, isEnd);
        if (mark is { } known)
        {
            turn.Change(turn.Book with { Position = turn.Book.Position.AtMark(known) }, Durability.None);
        }

        OutboxEntry? heard = null;
        foreach (var entry in delivery.Entries)
        {
            if (entry.Sequence > last)
            {
                if (entry.Event is OrderFilled { Fill: var fill } && MustWait(turn.Book.Position, request, fill, now))
                {
                    break;
                }

                Hear(turn, delivery, entry);
            }

            heard = entry;
        }

        if (heard is null)
        {
            return new(book, Durability.None);
        }

        if (heard.Sequence > last && heard.Event is not OrderRetired)
        {
            turn.Change(turn.Book with { HeardOrders = turn.Book.HeardOrders.SetItem(request.Id, heard.Sequence) });
        }

        return new(turn.Book, turn.Durability, new Acknowledgement(request.Id, heard.Sequence));
    }

    /// <summary>An order that is over will repeat nothing: what was heard of it need not be told from what is new.</summary>
    /// <param name="upTo">Its last sequence. When more than that was heard of it, the word is of before, and nothing is forgotten.</param>
    public static PositionBookDecision Forget(PositionBook? book, string orderId, long upTo) =>
        book is null || !book.HeardOrders.TryGetValue(orderId, out var heard) || heard > upTo
            ? new(book, Durability.None)
            : new(book with { HeardOrders = book.HeardOrders.Remove(orderId), Position = book.Position.Forget(orderId) }, Durability.None);

    /// <summary>Funding and liquidation. A liquidation that is ahead of its fills waits at the venue.</summary>
    public static PositionBookDecision Hear(PositionBook? book, VenueDelivery delivery, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        Acknowledgement? acknowledge = delivery.Sender is { } sender ? new(sender, delivery.Sequence) : null;
        if (book is null || !book.HasRoom)
        {
            // Without a fill there is nothing that could be funded or liquidated: it is on its way.
            return new(book, Durability.None);
        }

        if (delivery.Sender is { } venue && delivery.Sequence <= book.HeardSenders.GetValueOrDefault(venue))
        {
            return new(book, Durability.None, acknowledge);
        }

        if (delivery.Reports.Any(report => report is VenueLiquidated liquidated && MustWait(book, liquidated, now)))
        {
            return new(book, Durability.None);
        }

        var turn = new PositionBookTurn(book, now);
        foreach (var report in delivery.Reports)
        {
            Hear(turn, report);
        }

        if (delivery.Sender is { } heard)
        {
            turn.Change(turn.Book with { HeardSenders = turn.Book.HeardSenders.SetItem(heard, delivery.Sequence) });
        }

        return new(turn.Book, turn.Durability, acknowledge);
    }

    /// <summary>A receiver has every entry up to a sequence.</summary>
    /// <param name="receiver">Key of the account, of an instance or of an order, or <see cref="OutboxLimits.Journal"/>.</param>
    public static PositionBookDecision Acknowledge(PositionBook book, string receiver, long upTo)
    {
        ArgumentNullException.ThrowIfNull(book);
        var kept = ImmutableArray.CreateBuilder<PositionOutboxEntry>(book.Outbox.Length);
        var changed = false;
        foreach (var entry in book.Outbox)
        {
            var pending = entry.Sequence <= upTo ? entry.Pending & ~Meant(book, entry, receiver) : entry.Pending;
            changed |= pending != entry.Pending;
            if (pending != PositionReceivers.None)
            {
                kept.Add(pending == entry.Pending ? entry : entry with { Pending = pending });
            }
        }

        // A lost acknowledgement only repeats an entry that its receiver drops; an empty outbox lets the position rest.
        return changed
            ? new(book with { Outbox = kept.DrainToImmutable() }, kept.Count == 0 ? Durability.Soon : Durability.None)
            : new(book, Durability.None);
    }

    private static PositionReceivers Meant(PositionBook book, PositionOutboxEntry entry, string receiver) => receiver switch
    {
        OutboxLimits.Journal => PositionReceivers.Journal,
        _ when string.Equals(receiver, book.Account, StringComparison.Ordinal) => PositionReceivers.Account,
        _ when entry.Instance.Length > 0 && string.Equals(receiver, entry.Instance, StringComparison.Ordinal) => PositionReceivers.Instance,
        _ when entry.News is PositionCommandsOrder news && string.Equals(receiver, news.Command.OrderId, StringComparison.Ordinal) =>
            PositionReceivers.Order,
        _ => PositionReceivers.None,
    };

    private static void Hear(PositionBookTurn turn, OrderDelivery delivery, OutboxEntry entry)
    {
        var request = delivery.Request;
        switch (entry.Event)
        {
            case OrderFilled filled:
                Fill(turn, delivery, entry.Sequence, filled.Fill);
                Protect(turn, request.Id, entry.Event);
                break;
            case OrderEnded or OrderRefused or OrderDisowned:
                // The sequence of one that is over needs no second memory.
                turn.Change(turn.Book with { Position = turn.Book.Position.Forget(request.Id) });
                Protect(turn, request.Id, entry.Event);
                EndClosing(turn, request.Id, entry.Event);
                break;
            case OrderRetired:
                turn.Change(turn.Book with
                {
                    HeardOrders = turn.Book.HeardOrders.Remove(request.Id),
                    Position = turn.Book.Position.Forget(request.Id),
                });
                break;
            default:
                Protect(turn, request.Id, entry.Event);
                break;
        }
    }

    private static void Fill(PositionBookTurn turn, OrderDelivery delivery, long sequence, Fill fill)
    {
        if (turn.Book.Reconciliation?.IsSettled(fill.TradeId) is true)
        {
            return;
        }

        var context = delivery.Context;
        turn.Move(
            PositionMachine.Decide(
                turn.Book.Position,
                context.Instrument,
                PositionFill.Of(delivery.Request, sequence, fill, context.Strategy, context.ExitReason)),
            context);
    }

    private static void Hear(PositionBookTurn turn, VenueReport report)
    {
        var position = turn.Book.Position;
        switch (report)
        {
            case VenueFunding funding:
                turn.Move(PositionMachine.Decide(position, funding));
                break;
            case VenueLiquidated late when turn.Book.Reconciliation?.IsSettled(late.TradeId) is true:
                break;
            case VenueLiquidated liquidated:
                if (liquidated.Quantity != position.Quantity && !position.Seen.Contains(liquidated.TradeId))
                {
                    turn.Alert(
                        PositionAlert.LiquidationDiffers,
                        FormattableString.Invariant($"{position.Symbol}: the venue liquidated {liquidated.Quantity}, {position.Quantity} is held here."));
                }

                turn.Move(PositionMachine.Decide(position, liquidated));
                break;
            default:
                throw new InvariantException($"Position {position.Id}: {report.GetType().Name} is not about a position.");
        }
    }

    private static bool MustWait(PositionBook book, VenueLiquidated liquidated, DateTimeOffset now) =>
        liquidated.Quantity != book.Position.Quantity
        && !book.Position.Seen.Contains(liquidated.TradeId)
        && book.Reconciliation?.IsSettled(liquidated.TradeId) is not true
        && now - liquidated.At < FillWait;

    // A venue never lets a reducing order open or flip a position.
    private static bool MustWait(Position position, OrderRequest request, Fill fill, DateTimeOffset now) =>
        request.ReduceOnly
        && fill.Quantity > Math.Max(0m, -request.Side.Sign * position.Quantity)
        && !position.Seen.Contains(fill.TradeId)
        && now - fill.At < FillWait;
}
