using Trading.Domain.Orders;
using Trading.Simulation.Cluster;
using Trading.Simulation.Faults;

namespace Trading.Simulation.Orders;

/// <summary>
/// The simulation's interpreter of the order machine, beside the grain's: one turn at a time, each effect carried out once
/// those before it hold, and a process that may die before and after each. It knows nothing of the protocol.
/// </summary>
internal sealed partial class OrderActivation : Activation
{
    private readonly Queue<Mail> _mail = new();
    private Order? _memory;
    private Order? _durable;
    private int _etag;
    private bool _isLoaded;
    private bool _isBusy;
    private OrderEffect[] _effects = [];
    private int _next;

    // The effect that this turn has carried out last, or has under way.
    private string? _done;
    private long _decidedAtMs;
    private OrderReplyKind _answer;
    private Action<OrderReply>? _reply;
    private bool _isPlacing;

    public OrderActivation(World world, Silo silo, string key)
        : base(world, silo, key) => world.Storage.Read<Order>(key, (isRead, order, etag) => Resume(() => Load(isRead, order, etag)));

    private readonly record struct Mail(Func<DateTimeOffset, OrderInput>? Make, Action<OrderReply>? Reply);

    public Order? Memory => _memory;

    /// <param name="reply">Called once the input's effects hold; never when the activation dies on the way.</param>
    public void Feed(Func<DateTimeOffset, OrderInput> make, Action<OrderReply>? reply = null)
    {
        _mail.Enqueue(new Mail(make, reply));
        Pump();
    }

    private void Load(bool isRead, Order? order, int etag)
    {
        if (!isRead)
        {
            Deactivate();
            return;
        }

        (_memory, _durable, _etag, _isLoaded) = (order, order, etag, true);
        if (order is not null)
        {
            Begin(new Mail(at => new OrderActivated(at), null));
        }

        Pump();
    }

    private void Pump()
    {
        while (_isLoaded && !_isBusy && IsAlive && _mail.TryDequeue(out var mail))
        {
            Begin(mail);
        }
    }

    private void Begin(Mail mail)
    {
        if (mail.Make is null)
        {
            Flush();
            return;
        }

        var input = mail.Make(Silo.Clock);
        NoteWhatItMeets(input);
        OrderDecision decision;
        try
        {
            decision = World.Options.Machine(_memory, input, World.Options.Protocol);
        }
        catch (OrderConflictException)
        {
            mail.Reply?.Invoke(new OrderReply(OrderReplyKind.Conflict, _durable));
            return;
        }

        World.History.Add('D', Key, (long)(decision.Order?.Status ?? OrderStatus.PendingNew));
        World.History.Note(() => $"{input} -> {string.Join("; ", decision.Effects)}");
        _memory = decision.Order;
        _effects = [.. decision.Effects];
        _done = null;
        (_next, _isBusy, _decidedAtMs, _reply, _answer) = (0, true, World.NowMs, mail.Reply, OrderReplyKind.Answered);
        _isPlacing = input is PlaceOrder && _durable is null;

        // Whoever places waits for the effect that answers; anybody else for the end of the turn.
        _isAnswered = mail.Reply is null;
        _answersAtEnd = input is not (PlaceOrder or RefuseOrder);
        Continue();
    }

    private void Continue()
    {
        while (IsAlive)
        {
            var next = _next < _effects.Length ? EffectKinds.NameOf(EffectKinds.Of(_effects[_next])) : null;
            if ((_done ?? next) is not null && DiesBetween(_done, next))
            {
                return;
            }

            _done = next;
            if (next is null)
            {
                break;
            }

            if (!Perform(_effects[_next++]))
            {
                return;
            }
        }

        if (IsAlive)
        {
            _isBusy = false;
            if (_answersAtEnd)
            {
                Answer();
            }

            Deliver();
            Pump();
        }
    }

    private void Answer()
    {
        if (!_isAnswered)
        {
            _isAnswered = true;
            var reply = _reply;
            var answer = new OrderReply(_answer, _durable);
            World.Messages.Send(() => reply!(answer));
        }
    }

    /// <summary>Faults that nobody injects: they come of messages that meet an order in a certain state.</summary>
    private void NoteWhatItMeets(OrderInput input)
    {
        if (input is VenueReported { Report: Trading.Domain.Exchanges.VenueFilled { Fill: var fill } } && _memory is { } order && order.Fills.All(known => known.TradeId != fill.TradeId))
        {
            if (order.AcceptedAt is null)
            {
                World.Injector.Note(Fault.FillBeforeAck);
            }

            if (order.Status is OrderStatus.PendingCancel)
            {
                World.Injector.Note(order.Ending is null ? Fault.FillDuringCancel : Fault.FillAfterCancel);
            }
            else if (order.Ending is not null || order.Status is OrderStatus.Canceled or OrderStatus.Expired)
            {
                World.Injector.Note(Fault.FillAfterCancel);
            }
        }
    }
}
