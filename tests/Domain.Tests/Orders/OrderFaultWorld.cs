using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using static Trading.Domain.Tests.Orders.OrderSamples;

namespace Trading.Domain.Tests.Orders;

/// <summary>
/// One order among a lossy network, a process that dies between any two effects and a venue that keeps its own truth. The
/// interpreter only does what the effects say; it knows nothing of the protocol.
/// </summary>
internal sealed class OrderFaultWorld(OrderRequest request, Random random)
{
    private const double StepSeconds = 0.5;
    private const double FaultsEndSeconds = 90;
    private const double SweepSeconds = 5;
    private const double ReconcileSeconds = 10;

    private readonly PriorityQueue<Action, (double At, int Number)> _agenda = new();
    private readonly Dictionary<OrderTimer, double> _timers = [];
    private readonly List<(double At, VenueOrder Shown)> _venueHistory = [];
    private readonly HashSet<long> _seenByPosition = [];
    private Order? _memory;
    private Order? _durable;
    private double? _reminder;
    private VenueOrder? _venue;
    private int _number;
    private double _now;
    private double _nextSweep;
    private double _nextReconcile = ReconcileSeconds;
    private bool _isDown;

    public Order? Order => _durable;

    public VenueOrder? Venue => _venue;

    public decimal PositionQuantity { get; private set; }

    public int Sends { get; private set; }

    public int Crashes { get; private set; }

    public int Lost { get; private set; }

    public int ReportsLost { get; private set; }

    public int RefusedLate { get; private set; }

    /// <summary>When the stored order first was over; null while it is not.</summary>
    public double? EndedAt { get; private set; }

    private bool IsFaulty => _now < FaultsEndSeconds;

    public void Run(double untilSeconds)
    {
        Feed(new PlaceOrder(request, Now()));
        while (_now < untilSeconds)
        {
            var end = _now + StepSeconds;
            while (_agenda.TryPeek(out var action, out var due) && due.At <= end)
            {
                _agenda.Dequeue();
                _now = Math.Max(_now, due.At);
                action();
            }

            _now = end;
            VenueLives();
            Ring();
            Supervise();
            Check();
        }
    }

    private DateTimeOffset Now() => At(_now);

    private bool Chance(int percent) => IsFaulty && random.Next(100) < percent;

    private void Later(double seconds, Action action) => _agenda.Enqueue(action, (_now + seconds, _number++));

    private void Feed(OrderInput input)
    {
        if (_isDown)
        {
            return;
        }

        var decision = OrderMachine.Decide(_memory, input, Protocol);
        _memory = decision.Order;
        foreach (var effect in decision.Effects)
        {
            if (Chance(3))
            {
                Crash();
                return;
            }

            Perform(effect);
            if (_isDown)
            {
                return;
            }
        }
    }

    private void Crash()
    {
        Crashes++;
        _isDown = true;
        _memory = null;
        _timers.Clear();
        Later(random.NextDouble() * 8, () =>
        {
            _isDown = false;
            _memory = _durable;
            if (_memory is null)
            {
                Feed(new PlaceOrder(request, Now()));
            }
            else
            {
                Feed(new OrderActivated(Now()));
            }
        });
    }

    private void Perform(OrderEffect effect)
    {
        switch (effect)
        {
            case Persist persist when !persist.CanWait || random.Next(2) == 0:
                _durable = _memory;
                if (Chance(2))
                {
                    Crash(); // The write stood, its acknowledgement was lost.
                }

                break;
            case Persist:
                // Joined to the next write, within a second.
                var life = Crashes;
                Later(1, () => _durable = life == Crashes ? _memory : _durable);
                break;
            case ArmTimer { Timer: OrderTimer.Deadline } arm:
                _reminder = (arm.At - T0).TotalSeconds;
                break;
            case DisarmTimer { Timer: OrderTimer.Deadline }:
                _reminder = null;
                break;
            case ArmTimer arm:
                _timers[arm.Timer] = (arm.At - T0).TotalSeconds;
                break;
            case DisarmTimer disarm:
                _timers.Remove(disarm.Timer);
                break;
            case Proceed:
                Feed(new OrderProceeds(Now()));
                break;
            case SendOrder send:
                Send(send);
                break;
            case QueryVenue:
                Query();
                break;
            case SendCancel:
                Cancel();
                break;
            case Tell or DeliverOutbox or Reserve or Release:
                Later(0.1, Deliver);
                break;
        }
    }

    private void Send(SendOrder send)
    {
        Sends++;

        // The protocol's heart: nothing of an earlier attempt can still come to life.
        Assert.True(_venue is null, $"Sent again while the venue holds it as {_venue?.Status}.");
        if (Chance(5))
        {
            Later(0.1, () => Feed(new SendNotSent(send.Attempt, OrderReasons.RateLimited, null, Now())));
            return;
        }

        var isLost = Chance(25);
        Lost += isLost ? 1 : 0;
        var delay = Chance(25) ? random.NextDouble() * 12 : 0.05;
        Later(delay, () =>
        {
            var answer = isLost ? null : Receive(send);
            if (answer is null || Chance(25))
            {
                Later(1, () => Feed(new SendUncertain(send.Attempt, "no_answer", Now())));
            }
            else
            {
                Feed(answer);
            }
        });
    }

    private OrderInput? Receive(SendOrder send)
    {
        if (Now() > send.SendAt + send.ReceiveWindow)
        {
            RefusedLate++;
            return null; // Refused as too old: not a code that the table lists as definite.
        }

        if (_venue is not null)
        {
            return null; // A duplicate id is no definite answer either.
        }

        if (random.Next(20) == 0)
        {
            return new SendRejected(send.Attempt, "exchange:2011", Now());
        }

        Show(new VenueOrder(Id, VenueId, OrderStatus.New, 0m, [], null, Now()));
        Report(new VenueAccepted(Id, VenueId, Now()));
        return new SendAccepted(send.Attempt, VenueId, Now());
    }

    private void VenueLives()
    {
        if (_venue is { Status.IsTerminal: false } && random.Next(60) == 0)
        {
            var quantity = Math.Min(0.4m, 1m - _venue.FilledQuantity);
            var fill = new Fill($"t-{_venue.Fills.Length}", 100m, quantity, 0.01m, Liquidity.Maker, Now());
            var filled = _venue.FilledQuantity + quantity;
            Show(_venue with
            {
                Status = filled >= 1m ? OrderStatus.Filled : OrderStatus.PartiallyFilled,
                FilledQuantity = filled,
                Fills = _venue.Fills.Add(fill),
                At = Now(),
            });
            Report(new VenueFilled(Id, fill));
        }
    }

    private void Show(VenueOrder shown)
    {
        _venue = shown;
        _venueHistory.Add((_now, shown));
    }

    private void Report(VenueReport report)
    {
        if (Chance(20))
        {
            ReportsLost++;
            return;
        }

        for (var copy = 0; copy < (Chance(20) ? 2 : 1); copy++)
        {
            Later(Chance(30) ? random.NextDouble() * 5 : 0.05, () => Feed(new VenueReported(report, Now())));
        }
    }

    private void Query()
    {
        var asked = _now;
        if (Chance(25))
        {
            Later(1, () => Feed(new QueryFailed(null, Now())));
            return;
        }

        var delay = Chance(20) ? random.NextDouble() * 3 : 0.05;
        Later(delay, () =>
        {
            // What the venue shows may be as old as its read lag.
            var lag = Chance(40) ? random.NextDouble() * Protocol.ReadLag.TotalSeconds : 0;
            var shown = _venueHistory.LastOrDefault(state => state.At <= _now - lag).Shown;
            Feed(shown is null ? new QueryNotFound(At(asked), Now()) : new QueryFound(shown, At(asked), Now()));
        });
    }

    private void Cancel()
    {
        if (Chance(25))
        {
            Later(1, () => Feed(new CancelAnswered(CancelOutcome.Failed, null, Now())));
            return;
        }

        Later(Chance(25) ? random.NextDouble() * 4 : 0.05, () =>
        {
            if (_venue is not { Status.IsTerminal: false })
            {
                Feed(new CancelAnswered(CancelOutcome.Refused, null, Now()));
                return;
            }

            Show(_venue with { Status = OrderStatus.Canceled, Reason = OrderReasons.Requested, At = Now() });
            Report(new VenueCanceled(Id, OrderReasons.Requested, _venue.FilledQuantity, Now()));
            Feed(new CancelAnswered(CancelOutcome.Accepted, null, Now()));
        });
    }

    /// <summary>Only what is written is told; a receiver drops what it has seen; acknowledgements get lost.</summary>
    private void Deliver()
    {
        if (_isDown || _durable is null)
        {
            return;
        }

        foreach (var entry in _durable.Outbox)
        {
            if (entry.Pending.HasFlag(OrderReceivers.Position) && _seenByPosition.Add(entry.Sequence) && entry.Event is OrderFilled filled)
            {
                PositionQuantity += filled.Fill.Quantity;
            }
        }

        if (!_durable.Outbox.IsEmpty && !Chance(30))
        {
            Feed(new OutboxAcknowledged(
                OrderReceivers.Position | OrderReceivers.Account | OrderReceivers.Instance | OrderReceivers.Journal, _durable.Sequence, Now()));
        }
    }

    private void Ring()
    {
        if (_reminder <= _now && !Chance(50))
        {
            _reminder = null;
            Feed(new OrderTick(Now()));
        }

        foreach (var timer in _timers.Where(timer => timer.Value <= _now).Select(timer => timer.Key).ToList())
        {
            _timers.Remove(timer);
            Feed(new OrderTick(Now()));
        }
    }

    /// <summary>The sweep over storage, and the reconciliation of the account, as the platform has them around every order.</summary>
    private void Supervise()
    {
        if (_now >= _nextSweep)
        {
            _nextSweep = _now + SweepSeconds;
            if (_durable?.WakeAt <= Now() && !_isDown)
            {
                Feed(new OrderTick(Now()));
                Later(0.1, Deliver);
            }
        }

        if (_now >= _nextReconcile)
        {
            _nextReconcile = _now + ReconcileSeconds;
            if (_venue is not null && !_isDown && _memory is not null && !Chance(50))
            {
                Feed(new QueryFound(_venue, Now(), Now()));
            }
        }
    }

    private void Check()
    {
        if (_durable is { IsOver: true } over)
        {
            EndedAt ??= _now;
            Assert.True(_venue is null || _venue.Status.IsTerminal, $"{over.Status} here, {_venue?.Status} at the venue.");
        }
    }
}
