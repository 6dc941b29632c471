using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;

namespace Trading.Domain.Positions;

/// <summary>One decision of a position's book in the making.</summary>
/// <param name="isEnd">The market has ended: orders that would protect the position are no longer placed.</param>
internal sealed class PositionBookTurn(PositionBook book, DateTimeOffset now, bool isEnd = false)
{
    public PositionBook Book { get; private set; } = book;

    public DateTimeOffset Now => now;

    public Durability Durability { get; private set; }

    public void Change(PositionBook next, Durability durability = Durability.Now)
    {
        Book = next;
        Durability = durability > Durability ? durability : Durability;
    }

    public void Tell(PositionNews news, PositionReceivers receivers, string instance = "")
    {
        var sequence = Book.Sequence + 1;
        Change(Book with { Sequence = sequence, Outbox = Book.Outbox.Add(new(sequence, receivers, instance, news)) });
    }

    /// <summary>Applies events in order, tells each, and lets the protection follow.</summary>
    /// <param name="context">Of the order whose fill it is; becomes the book's when it opens a round trip.</param>
    public void Move(IEnumerable<PositionEvent> changes, OrderContext? context = null)
    {
        foreach (var change in changes)
        {
            var before = Book.Position;
            var after = before.Apply(change);
            var owner = (change as PositionClosed)?.RoundTrip.Owner ?? after.Open?.Owner ?? before.Open?.Owner ?? PositionOwner.None;
            Change(Book with { Position = after });
            if (change is PositionIncreased { OpensRoundTrip: not null } && context is not null)
            {
                Change(Book with { Context = context, IsPlanByHand = false, MarginLevel = MarginLevel.Normal });
            }

            Tell(
                new PositionMoved(PositionBooking.Of(after, change)),
                PositionReceivers.Account | PositionReceivers.Journal | Instance(owner.Instance),
                owner.Instance);
            Follow(change);
        }
    }

    public void Take(ProtectionDecision decision)
    {
        var stop = Book.Stop;
        if (decision.After != Book.Protection)
        {
            Change(Book with { Protection = decision.After });
        }

        foreach (var command in decision.Commands)
        {
            Carry(command);
        }

        if (Book.Stop != stop)
        {
            ShowInstance();
        }
    }

    /// <summary>The instance that holds the round trip is shown where its position stands.</summary>
    public void ShowInstance()
    {
        if (Book.Instance is { Length: > 0 } instance)
        {
            Tell(new PositionStands(Now), PositionReceivers.Instance, instance);
        }
    }

    public OrderRequest Name(OrderIntent intent)
    {
        var owner = Book.Position.Open?.Owner ?? PositionOwner.None;
        var id = ClientOrderId.Create(Book.Account, owner.Session, intent.Origin, intent.Ordinal);
        return new OrderRequest(
            id, Book.Account, owner.Session, owner.Instance, intent.Purpose, intent.Symbol, intent.Side, intent.Type, intent.TimeInForce,
            intent.Quantity, intent.Price, intent.StopPrice, intent.ReduceOnly, intent.Leverage, intent.Timeout, Now);
    }

    public void Place(OrderRequest request, string? exitReason) => Command(new PlaceCommand(request, Book.Context with
    {
        Strategy = Book.Position.Open?.Owner.Strategy ?? "",
        Protection = null,
        ReferencePrice = Book.Position.MarkPrice == 0m ? null : Book.Position.MarkPrice,
        ExitReason = exitReason,
    }));

    public void Alert(string code, string detail) => Tell(new PositionAlerted(code, detail, Now), PositionReceivers.Journal);

    private static PositionReceivers Instance(string instance) =>
        instance.Length == 0 ? PositionReceivers.None : PositionReceivers.Instance;

    private void Command(OrderCommand command) => Tell(new PositionCommandsOrder(command, Now), PositionReceivers.Order);

    private void Follow(PositionEvent change)
    {
        switch (change)
        {
            case PositionIncreased { OpensRoundTrip: not null } when Book.Context.Protection is { } plan:
                Take(ProtectionMachine.SetPlan(Book.Protection, plan, Book.Position, Book.Instrument));
                break;
            case PositionFunded or PositionCorrected:
                break;
            default:
                Take(ProtectionMachine.Follow(Book.Protection, Book.Position, Book.Instrument));
                break;
        }
    }

    private void Carry(ProtectionCommand command)
    {
        switch (command)
        {
            case PlaceProtective { Intent: var intent } when isEnd:
                Change(Book with { Protection = ProtectionMachine.Forgo(Book.Protection, intent.Origin, intent.Ordinal) });
                break;
            case PlaceProtective place:
                var request = Name(place.Intent);
                Change(Book with { Protectives = Book.Protectives.Add(new(request.Id, place.Intent.Origin, place.Intent.Ordinal)) });
                Place(request, place.Intent.ExitReason);
                break;
            case CancelProtective cancel when Book.Protectives.FirstOrDefault(Named(cancel)) is { } named:
                Command(new CancelCommand(named.OrderId, OrderReasons.Requested));
                break;
            case AlertUnprotected unprotected:
                Alert(PositionAlert.Unprotected, $"{unprotected.Origin}: {unprotected.Reason}");
                break;
        }
    }

    private static Func<NamedProtective, bool> Named(CancelProtective cancel) =>
        named => named.Ordinal == cancel.Ordinal && string.Equals(named.Origin, cancel.Origin, StringComparison.Ordinal);
}
