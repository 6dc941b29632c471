using System.Collections.Immutable;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>The table of states: what each does at an event.</summary>
public sealed partial class StrategyInstance
{
    private int _index;
    private DateTimeOffset _now;
    private decimal _price;

    private void Begin(int index, in InstanceView view) =>
        Begin(index, DateTimeOffset.FromUnixTimeMilliseconds(_columns.TimeMs(index)), view.Price);

    private void Begin(int index, DateTimeOffset now, decimal price)
    {
        (_index, _now, _price) = (index, now, price);
        _effects.Clear();
        _transition = null;
    }

    private InstanceDecision Decision()
    {
        if (_transition is null && _effects.Count == 0)
        {
            return InstanceDecision.None;
        }

        var decision = new InstanceDecision(_transition, [.. _effects]);
        _effects.Clear();
        _transition = null;
        return decision;
    }

    private void Decide(in InstanceView view)
    {
        if (State.LateFill && AdoptLateFill(view))
        {
            return;
        }

        switch (State.Status)
        {
            case InstanceStatus.Watching:
                Watch(view);
                break;
            case InstanceStatus.Signaled:
                FollowSignal(view);
                break;
            case InstanceStatus.Entering:
                FollowEntry(view);
                break;
            case InstanceStatus.InPosition:
                FollowPosition(view);
                break;
            case InstanceStatus.Exiting:
                FollowExit(view);
                break;
            case InstanceStatus.Cooldown when _now >= State.CooldownUntil:
                Go(InstanceStatus.Watching, "cooldown", [], null);
                break;
            case InstanceStatus.Faulted:
                FollowFault(view);
                break;
        }
    }

    private void Watch(in InstanceView view)
    {
        if (State.IsPaused || !IsTrue(SectionKind.Signal, view) || !view.SlotFree)
        {
            return;
        }

        var leaves = Readings(SectionKind.Signal);
        State = Flattened(State) with
        {
            SignalNumber = State.SignalNumber + 1,
            SignaledAt = _now,
            SignalPrice = _price,
            CloseOrdinal = 0,
            StepOrders = 0,
            StepOrdinalBase = 0,
            ExitReason = null,
        };
        Go(InstanceStatus.Signaled, "signal", leaves, null);
        TellSignal(null, null, null);
    }

    private void FollowSignal(in InstanceView view)
    {
        if (State.Pending is not null)
        {
            return;
        }

        if (State.IsPaused)
        {
            EndByPause();
            return;
        }

        var cancel = IsTrue(SectionKind.Cancel, view);
        var enter = IsTrue(SectionKind.Entry, view);
        if (cancel)
        {
            EndSignal(SignalOutcome.Canceled, "cancel", Readings(SectionKind.Cancel), "canceled");
        }
        else if (_now - State.SignaledAt >= Document.Signal.Expires)
        {
            EndSignal(SignalOutcome.Expired, "signal", Readings(SectionKind.Entry), "expired");
        }
        else if (enter)
        {
            AskForEntry(view);
        }
    }

    private void EndSignal(SignalOutcome outcome, string section, ImmutableArray<LeafReading> leaves, string reason)
    {
        TellSignal(outcome, reason, null);
        CoolDown(Document.Cancel?.Cooldown ?? TimeSpan.Zero, section, leaves, reason);
    }

    private void AskForEntry(in InstanceView view)
    {
        var leaves = Readings(SectionKind.Entry);
        var entry = Document.Entry;
        var sized = EntrySizing.Size(entry, Document.Direction, _instrument, view, ScaleFactor());
        string[] refusals = [.. LimitsBroken(), .. !view.SymbolFree || !view.Position.IsFlat ? [EntryRefusals.SymbolBusy] : (string[])[],
            .. sized.Refusal is { } refusal ? [refusal] : (string[])[]];
        if (refusals.Length > 0)
        {
            RefuseEntry(leaves, null, refusals);
            return;
        }

        var intent = new OrderIntent(
            OrderPurpose.Entry, SignalOrigin("entry"), 0, _identity.Symbol, Document.Direction.EntrySide,
            sized.Price is null ? OrderType.Market : OrderType.Limit, entry.Order.TimeInForce, sized.Quantity, sized.Price, null,
            ReduceOnly: false, entry.Leverage, entry.Order.Timeout);
        var id = _identity.OrderId(intent.Origin, intent.Ordinal);
        State = State with { Entry = InstanceOrder.New(id, intent), Pending = new PendingEntry(_now, _price, leaves) };
        _effects.Add(new PlaceOrder(id, intent));
    }

    private void RefuseEntry(ImmutableArray<LeafReading> leaves, string? orderId, IReadOnlyCollection<string> reasons)
    {
        var reason = string.Join(", ", reasons);
        TellSignal(SignalOutcome.Refused, reason, orderId);
        CoolDown(Document.Entry.Cooldown, "entry", leaves, reason, orderId);
    }

    private IEnumerable<string> LimitsBroken()
    {
        var day = DateOnly.FromDateTime(_now.UtcDateTime);
        if (State.Counters.TradesOn(day) >= Document.Limits.MaxTradesPerDay)
        {
            yield return EntryRefusals.MaxTradesPerDay;
        }

        if (State.Counters.IsBlockedOn(day))
        {
            yield return EntryRefusals.MaxConsecutiveLosses;
        }
    }

    private double ScaleFactor()
    {
        if (Document.Entry.Size.Scale is not { } scale)
        {
            return 1d;
        }

        var indicator = _strategy.IndexOf(scale.By);
        for (var own = 0; own < InstanceIndicators.Count; own++)
        {
            if (_columns.IsOwn(indicator, (InstanceIndicator)own))
            {
                _own.Fill((InstanceIndicator)own, _columns, _index, _index + 1, State, default, _dayStartEquity);
            }
        }

        var value = _columns.Column(indicator)[_index];
        return double.IsFinite(value) ? scale.FactorAt(value) : double.NaN;
    }

    private void FollowEntry(in InstanceView view)
    {
        See(view);
        var entry = State.Entry ?? throw new InvariantException($"{_identity.Key} is Entering without an entry order.");
        var nothingFilled = entry.Filled == 0m && !State.PositionSeen;
        var cancel = nothingFilled && IsTrue(SectionKind.Cancel, view);
        var emergency = IsTrue(SectionKind.Emergency, view);
        if (!entry.Works)
        {
            AfterEntry(entry, view);
        }
        else if (IsClosed(view))
        {
            // What still works could open the position again: the slot and the symbol are held until it has ended.
            CancelEntry("position", [], ClosedBy(), exitReason: ClosedBy());
        }
        else if (emergency)
        {
            CancelEntry("emergency", Readings(SectionKind.Emergency), ExitReason.Emergency, exitReason: ExitReason.Emergency);
        }
        else if (cancel)
        {
            CancelEntry("cancel", Readings(SectionKind.Cancel), "canceled", exitReason: null);
        }
        else if (!nothingFilled && ProtectiveExit(view) is { } leave)
        {
            CancelEntry(leave.Section, leave.Leaves, leave.Reason, exitReason: leave.Reason);
        }
        else if (State.IsPaused)
        {
            EndByPause();
        }
    }

    private void CancelEntry(string section, ImmutableArray<LeafReading> leaves, string reason, string? exitReason)
    {
        var entry = State.Entry!;
        if (entry.CancelRequested && (exitReason is null || State.ExitReason is not null))
        {
            return;
        }

        if (!entry.CancelRequested)
        {
            _effects.Add(new CancelOrder(entry.Id, reason));
        }

        State = State with
        {
            Entry = entry with { CancelRequested = true },
            EntryCanceledBy = State.EntryCanceledBy ?? section,
            ExitReason = exitReason,
        };
        Go(InstanceStatus.Entering, section, leaves, reason, entry.Id);
    }

    private void AfterEntry(InstanceOrder entry, in InstanceView view)
    {
        if (IsClosed(view))
        {
            EndPosition(view);
        }
        else if (entry.Filled == 0m && !State.PositionSeen)
        {
            var canceling = State.EntryCanceledBy switch
            {
                "cancel" => Document.Cancel?.Cooldown,
                "emergency" => Document.Emergency?.Cooldown,
                _ => null,
            };
            var cooldown = canceling is { } longer && longer > Document.Entry.Cooldown ? longer : Document.Entry.Cooldown;
            CoolDown(cooldown, "order", [], entry.EndReason, entry.Id);
        }
        else if (!view.Position.IsFlat && State.ExitReason is { } reason)
        {
            Leave(new Departure("order", reason, []), OrderPlan.Market, view);
        }
        else if (!view.Position.IsFlat)
        {
            Go(InstanceStatus.InPosition, "order", [], entry.EndReason, entry.Id);
        }
    }

    private void FollowPosition(in InstanceView view)
    {
        See(view);
        var emergency = IsTrue(SectionKind.Emergency, view);
        var exit = IsTrue(SectionKind.Exit, view);
        if (IsClosed(view))
        {
            EndPosition(view);
        }
        else if (view.Position.IsFlat)
        {
            // The fill is known, the position that it made not yet.
        }
        else if (emergency)
        {
            Leave(new Departure("emergency", ExitReason.Emergency, Readings(SectionKind.Emergency)), OrderPlan.Market, view);
        }
        else if ((ProtectiveExit(view, withTarget: true)) is { } leave)
        {
            Leave(leave, OrderPlan.Market, view);
        }
        else if (exit)
        {
            Leave(new Departure("exit", ExitReason.Exit, Readings(SectionKind.Exit)), Document.Exit.Order, view);
        }
        else
        {
            TakeStep(view);
        }
    }

    private void FollowExit(in InstanceView view)
    {
        See(view);
        var emergency = IsTrue(SectionKind.Emergency, view);
        if (IsClosed(view))
        {
            EndPosition(view);
        }
        else if (emergency && State.Closing is { Works: true, CancelRequested: false, Intent.Type: OrderType.Limit } limit)
        {
            _effects.Add(new CancelOrder(limit.Id, ExitReason.Emergency));
            State = State with { Closing = limit with { CancelRequested = true }, ExitReason = ExitReason.Emergency };
            Go(InstanceStatus.Exiting, "emergency", Readings(SectionKind.Emergency), ExitReason.Emergency, limit.Id);
        }
        else if (NextClosing(view) is { } orderId)
        {
            Go(InstanceStatus.Exiting, "order", [], State.ExitReason, orderId);
        }
    }

    /// <summary>An entry that was thought to be over has filled after all: the position is this instance's, whatever it does now.</summary>
    private bool AdoptLateFill(in InstanceView view)
    {
        if (State.Pending is not null)
        {
            return false;
        }

        if (view.Position.IsFlat || State.Status is InstanceStatus.Stopped || HoldsSymbol)
        {
            State = State with { LateFill = false };
            return false;
        }

        if (!view.SymbolFree)
        {
            // Another instance holds the symbol and manages what is open there; what it leaves is taken up again.
            return false;
        }

        if (State.Status is InstanceStatus.Faulted)
        {
            State = State with { LateFill = false, PositionSeen = true, ExitReason = ExitReason.Faulted };
            return false;
        }

        if (State.Status is InstanceStatus.Signaled)
        {
            TellSignal(SignalOutcome.Canceled, "late_fill", null);
        }

        State = Flattened(State) with { LateFill = false, PositionSeen = true, ExitReason = null, StepOrdinalBase = State.StepOrders };
        _effects.Add(new RaiseAlert("late_fill", $"{_identity.Key}: entry {State.Entry?.Id} filled after its end; the position is managed again."));
        Go(InstanceStatus.InPosition, "order", [], "late_fill", State.Entry?.Id);
        return true;
    }

    /// <summary>The state of an instance without a position; the last entry stays, a fill of it may still come.</summary>
    private static InstanceState Flattened(InstanceState state) => state with
    {
        Step = null,
        Closing = null,
        EntryCanceledBy = null,
        PositionSeen = false,
        Closed = null,
        StepsDone = 0,
        StepsFilled = 0m,
        StepAttempts = 0,
        CloseAttempts = 0,
        RetryAt = null,
        Pending = null,
    };

    private void CoolDown(TimeSpan cooldown, string section, ImmutableArray<LeafReading> leaves, string? reason, string? orderId = null)
    {
        State = Flattened(State) with { CooldownUntil = _now + cooldown };
        _levels.Clear();
        Go(InstanceStatus.Cooldown, section, leaves, reason, orderId);
    }

    /// <summary>Makes the event's one transition. On a new state the memory of every section is empty, from the next event on.</summary>
    private void Go(InstanceStatus to, string section, ImmutableArray<LeafReading> leaves, string? reason, string? orderId = null)
    {
        if (_transition is not null)
        {
            throw new InvariantException($"{_identity.Key}: second transition at {_now:O}, from {State.Status} to {to}.");
        }

        _transition = new InstanceTransition(
            _now, State.SignalNumber == 0 ? null : State.SignalNumber, State.Status, to, section, _price, leaves, orderId, reason);
        if (to == State.Status)
        {
            return;
        }

        State = State with { Status = to, Since = _now, CooldownUntil = to is InstanceStatus.Cooldown ? State.CooldownUntil : null };
        ForgetSections(_index + 1);
    }

    /// <param name="index">The first event of what is to come; a section that was asked at the one before has counted it already.</param>
    private void ForgetSections(int index)
    {
        foreach (var section in _sections)
        {
            section?.Consume(index - 1);
            section?.Forget(index);
        }
    }

    private void TellSignal(SignalOutcome? outcome, string? reason, string? orderId) =>
        _effects.Add(new SignalChanged(new SignalRecord(State.SignalNumber, State.SignaledAt, State.SignalPrice, outcome, reason, orderId)));

    private string SignalOrigin(string purpose) => $"sig:{_identity.Key}:{State.SignalNumber}:{purpose}";
}
