using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Simulation.Accounts;
using Trading.Simulation.Evidence;
using Trading.Simulation.Orders;

namespace Trading.Simulation.Traders;

/// <summary>The traders of the session, and whoever stops and starts it, switches trading off and resets that again.</summary>
internal sealed class TraderDesk
{
    private const long RepeatMs = 2_000;

    private readonly World _world;
    private readonly Dictionary<Symbol, Trader> _traders;
    private bool _isStopping;
    private bool _isKilled;
    private bool _isLeaving;

    public TraderDesk(World world)
    {
        _world = world;
        _traders = world.Symbols.ToDictionary(symbol => symbol, symbol => new Trader(world, symbol));
    }

    public bool AreIdle => _traders.Values.All(trader => trader.IsIdle);

    public bool IsStopped { get; private set; }

    public void Begin()
    {
        foreach (var trader in _traders.Values)
        {
            trader.Begin();
        }
    }

    public void Hear(OrderBatch batch) => _traders[batch.Request.Symbol].Hear(batch);

    /// <summary>No entries any more; what is held is closed.</summary>
    public void Leave()
    {
        _isLeaving = true;
        foreach (var trader in _traders.Values)
        {
            trader.IsLeaving = true;
        }

        Stop(then: null);
    }

    public void StopAndStart()
    {
        if (!_isStopping)
        {
            Stop(() => _world.Agenda.After(_world.Dice.Between(500, 3_000), Start));
        }
    }

    public void Kill()
    {
        if (_isKilled)
        {
            return;
        }

        _isKilled = true;
        Ask(at => new TripKillSwitch("drill", "owner", ClosePositions: false, at), row => row.Account.KillSwitch is not null, _ =>
            _world.Agenda.After(_world.Dice.Between(2_000, 8_000), () =>
                Ask(at => new ResetKillSwitch("drill over", "owner", at), row => row.Account.KillSwitch is null, _ => _isKilled = false)));
    }

    /// <summary>The gate first; then every entry approved before is fenced or not placed; then the 2xx. The exchange is not waited for.</summary>
    private void Stop(Action? then)
    {
        _isStopping = true;
        Log("stop-asked");
        var session = _world.SessionId;
        Ask(at => new CloseGate(session, at), row => !row.Account.OpenSessions.Contains(session), row =>
        {
            var open = row.Account.Reservations.Where(reservation => reservation.EndedQuantity is null).Select(reservation => reservation.OrderId).ToHashSet(StringComparer.Ordinal);
            var requests = row.Account.Reservations.ToDictionary(reservation => reservation.OrderId, StringComparer.Ordinal);
            void Resolved(string orderId)
            {
                if (open.Remove(orderId) && open.Count == 0)
                {
                    Stopped(then);
                }
            }

            if (open.Count == 0)
            {
                Stopped(then);
                return;
            }

            foreach (var orderId in open)
            {
                Resolve(requests[orderId], () => open.Contains(orderId), () => Resolved(orderId));
            }
        });
    }

    private void Resolve(Reservation reservation, Func<bool> isOpen, Action resolved)
    {
        if (!isOpen())
        {
            return;
        }

        var request = new OrderRequest(
            reservation.OrderId, _world.AccountKey, reservation.Session, reservation.Instance, reservation.Purpose, reservation.Symbol, reservation.Side,
            OrderType.Market, TimeInForce.Gtc, reservation.Quantity, null, null, ReduceOnly: false, reservation.Leverage, null, reservation.ReservedAt);

        // An order that is not known yet is disowned, so that its late place is refused; one that is known is cancelled.
        _world.Messages.Send(() => _world.Orders.Post(reservation.OrderId, at => new InquireAfterOrder(request, at)));
        _world.Messages.Send(() => _world.Orders.Post(reservation.OrderId, at => new RequestCancel(OrderReasons.SessionStopped, at), reply =>
        {
            if (reply is { Kind: OrderReplyKind.Answered, Order.Status: not OrderStatus.PendingNew })
            {
                resolved();
            }
        }));
        _world.Agenda.After(RepeatMs, () => Resolve(reservation, isOpen, resolved));
    }

    private void Stopped(Action? then)
    {
        IsStopped = true;
        Log("stopped");
        then?.Invoke();
    }

    private void Start()
    {
        if (_isLeaving)
        {
            return;
        }

        IsStopped = false;
        _isStopping = false;
        _world.BeginSession();
        Log("started");
        var session = _world.SessionId;
        Ask(at => new OpenGate(session, at), row => row.Account.OpenSessions.Contains(session) || row.Account.ClosedSessions.Contains(session), _ => { });
    }

    /// <summary>Asked again until the durable state shows it.</summary>
    private void Ask(Func<DateTimeOffset, AccountInput> make, Func<AccountRow, bool> holds, Action<AccountRow> then)
    {
        var isDone = false;
        Repeat();

        void Repeat()
        {
            if (isDone)
            {
                return;
            }

            _world.Messages.Send(() => _world.Account()?.Ask(make, row =>
            {
                if (!isDone && holds(row))
                {
                    isDone = true;
                    then(row);
                }
            }));
            _world.Agenda.After(RepeatMs, Repeat);
        }
    }

    private void Log(string kind) =>
        _world.Evidence.Client.Add(new ClientLine(_world.NowMs, kind, _world.SessionId, "session", "", "", "", 0m, null, false, 0));
}
