using System.Collections.Immutable;

namespace Trading.Domain.Orders;

/// <summary>One decision in the making: folds events as they are recorded and collects the effects in the order in which they must be carried out.</summary>
internal sealed class OrderTurn(Order? order, OrderProtocol protocol, DateTimeOffset now)
{
    private readonly List<OrderEvent> _events = [];
    private readonly List<OrderEffect> _timers = [];
    private readonly List<OrderEffect> _tells = [];
    private readonly List<OrderEffect> _actions = [];
    private Order? _order = order;
    private Persist? _persist;

    public OrderProtocol Protocol { get; } = protocol;

    public DateTimeOffset Now { get; } = now;

    public bool IsKnown => _order is not null;

    public Order Order => _order ?? throw new InvariantException("No order under this id.");

    public void Record(OrderEvent change)
    {
        var sequence = _order?.Sequence ?? 0;
        _order = OrderMachine.Apply(_order, change);
        _events.Add(change);
        Note(OrderDurability.Of(_order, change));
        if (_order.Sequence > sequence)
        {
            TellOf(_order, change, OrderAudience.Of(_order, change));
        }
    }

    public void Do(OrderEffect effect) => _actions.Add(effect);

    public void Arm(OrderTimer timer, DateTimeOffset at) => _timers.Add(new ArmTimer(timer, at));

    public void Disarm(OrderTimer timer) => _timers.Add(new DisarmTimer(timer));

    public void Alert(string code, string detail) => _actions.Add(new RaiseAlert(Order.Id, code, detail));

    public void Require(string orderId)
    {
        if (orderId != Order.Id)
        {
            throw new InvariantException($"Order {Order.Id}: report of order {orderId}.");
        }
    }

    public OrderDecision Decision()
    {
        if (!Protocol.IsDurable && _order is { Outbox.Length: > 0 })
        {
            _order = _order with { Outbox = [] };
        }

        return new OrderDecision(_order, [.. _events], Effects());
    }

    private ImmutableArray<OrderEffect> Effects()
    {
        var count = (_persist is null ? 0 : 1) + _timers.Count + _tells.Count + _actions.Count;
        if (count == 0)
        {
            return [];
        }

        var effects = ImmutableArray.CreateBuilder<OrderEffect>(count);
        if (_persist is not null)
        {
            effects.Add(_persist);
        }

        effects.AddRange(_timers);
        effects.AddRange(_tells);
        effects.AddRange(_actions);
        return effects.MoveToImmutable();
    }

    private void Note(Persist? persist)
    {
        if (persist is { CanWait: false } || _persist is null)
        {
            _persist = persist ?? _persist;
        }
    }

    private void TellOf(Order changed, OrderEvent change, OrderReceivers receivers)
    {
        // The account's part of these is the reservation's, as an effect of its own.
        OrderEffect? reservation = change switch
        {
            OrderPlaced when !changed.IsReducing => new Reserve(changed.Id, changed.Sequence),
            OrderInquired when !changed.IsOver => new Reserve(changed.Id, changed.Sequence),
            OrderInquired or OrderDisowned => new Release(changed.Id, changed.Sequence),
            OrderEnded when !changed.IsReducing => new Release(changed.Id, changed.Sequence),
            _ => null,
        };
        if (reservation is not null)
        {
            _tells.Add(reservation);
            receivers &= ~OrderReceivers.Account;
        }

        if (receivers != OrderReceivers.None)
        {
            _tells.Add(new Tell(changed.Sequence, receivers, change));
        }
    }
}
