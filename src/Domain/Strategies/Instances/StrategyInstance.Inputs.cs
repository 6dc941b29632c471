using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Domain.Strategies.Instances;

/// <summary>What others tell an instance: answers, news, pause, resume, stop, and its own faults.</summary>
public sealed partial class StrategyInstance
{
    /// <summary>What became of a <see cref="PlaceOrder"/> effect. For an entry this makes the transition that waited for it; an answer told twice changes nothing.</summary>
    public InstanceDecision Answer(OrderAnswer answer)
    {
        if (State.Pending is { } pending && State.Entry is { } entry && entry.Id == answer.OrderId)
        {
            // News of the order may have come before the answer; the transition still waits for it.
            Begin(_cursor - 1, pending.At, pending.Price);
            AnswerEntry(answer, entry, pending);
            return Decision();
        }

        State = State with { Step = Answered(State.Step, answer), Closing = Answered(State.Closing, answer) };
        return InstanceDecision.None;
    }

    /// <summary>Orders asked for and not answered: a host that comes back asks for them again, by the same ids.</summary>
    public IEnumerable<PlaceOrder> Unanswered() =>
        from order in new[] { State.Entry, State.Step, State.Closing }
        where order is { IsAnswered: false, Works: true }
        select new PlaceOrder(order.Id, order.Intent);

    /// <summary>Takes note of an order's or the position's fate; acted upon at the next event. News told twice change nothing.</summary>
    public void Hear(InstanceNews news)
    {
        switch (news)
        {
            case OrderFilled filled:
                HearFilled(filled.OrderId, filled.FilledQuantity, filled.At);
                break;
            case OrderEnded ended:
                HearFilled(ended.OrderId, ended.FilledQuantity, ended.At);
                State = State with
                {
                    Entry = Ended(State.Entry, ended),
                    Step = Ended(State.Step, ended),
                    Closing = Ended(State.Closing, ended),
                };
                break;
            case PositionClosed closed:
                HearClosed(closed);
                break;
            default:
                throw new InvariantException($"{_identity.Key}: news {news.GetType().Name} are unknown.");
        }
    }

    /// <summary>No new signal or entry from here on; an open signal ends and a working entry is cancelled at the next event.</summary>
    /// <param name="behind">Events of the block that are behind the instance, where the host has gone on without asking.</param>
    public void Pause(int behind = 0)
    {
        _isAheadVoid = true;
        MoveTo(behind);
        State = State with { IsPaused = true };
    }

    /// <summary>Ends a pause, or a fault once flat. The instance starts from Watching. What neither is paused nor faulted goes on.</summary>
    /// <param name="price">See <see cref="InstanceView.Price"/>.</param>
    /// <param name="behind">As for <see cref="Pause"/>.</param>
    /// <returns>Null when the instance is faulted and not flat: then nothing changes.</returns>
    public InstanceDecision? Resume(DateTimeOffset at, decimal price, int behind = 0)
    {
        MoveTo(behind);
        Begin(_cursor - 1, at, price);
        if (State.Status is InstanceStatus.Faulted)
        {
            if (IsOpen)
            {
                return null;
            }

            State = Flattened(State) with { IsPaused = false, ExitReason = null };
            Go(InstanceStatus.Watching, "fault", [], "resumed");
            return Decision();
        }

        if (!State.IsPaused)
        {
            return InstanceDecision.None;
        }

        // Where no event came between pause and resume: what the pause ends, it ends now.
        EndByPause();
        State = State with { IsPaused = false };
        if (State.Status is InstanceStatus.Watching)
        {
            ForgetSections(_cursor);
        }

        return Decision();
    }

    /// <summary>A pause lets no signal stand and no entry work.</summary>
    private void EndByPause()
    {
        switch (State.Status)
        {
            case InstanceStatus.Signaled when State.Pending is null:
                TellSignal(SignalOutcome.Canceled, "paused", null);
                Go(InstanceStatus.Watching, "pause", [], "paused");
                break;
            case InstanceStatus.Entering when State.EntryWorks:
                CancelEntry("pause", [], "paused", exitReason: null);
                break;
        }
    }

    /// <summary>Ends the instance by the session's stop policy; what still works or is open is the session's to wind up.</summary>
    public InstanceDecision Stop(DateTimeOffset at, StopPolicy policy, in InstanceView view)
    {
        if (State.Status is InstanceStatus.Stopped)
        {
            return InstanceDecision.None;
        }

        Begin(_cursor - 1, at, view.Price);
        if (State.Status is InstanceStatus.Signaled)
        {
            TellSignal(SignalOutcome.Canceled, "session_stopped", null);
        }

        if (policy is not StopPolicy.Keep)
        {
            CancelIfWorking(State.Entry, ExitReason.StopPolicy);
            State = State with { Entry = Canceling(State.Entry) };
        }

        string? orderId = null;
        if (policy is StopPolicy.Close && HoldsSymbol && !view.Position.IsFlat)
        {
            CancelIfWorking(State.Step, ExitReason.StopPolicy);
            CancelIfWorking(State.Closing, ExitReason.StopPolicy);
            State = State with { ExitReason = ExitReason.StopPolicy };
            var intent = Reducing(
                OrderPurpose.Close, CloseOrigin(view), State.CloseOrdinal, Math.Abs(view.Position.Quantity), OrderPlan.Market, view);
            orderId = Place(intent).Id;
            State = State with { CloseOrdinal = State.CloseOrdinal + 1 };
        }

        Go(InstanceStatus.Stopped, "stop", [], ExitReason.StopPolicy, orderId);
        return Decision();
    }

    private void AnswerEntry(OrderAnswer answer, InstanceOrder entry, PendingEntry pending)
    {
        State = State with { Pending = null };
        if (State.Status is InstanceStatus.Stopped)
        {
            State = State with { Entry = entry with { IsAnswered = true } };
            if (answer.IsApproved && entry is { Works: true, CancelRequested: true })
            {
                _effects.Add(new CancelOrder(entry.Id, ExitReason.StopPolicy));
            }

            return;
        }

        if (answer.IsApproved)
        {
            // What the entry filled may be closed already, where the answer came late.
            var closed = entry.Filled > 0m && State.Closed?.At >= State.SignaledAt ? State.Closed : null;
            State = Flattened(State) with { Entry = entry with { IsAnswered = true }, ExitReason = null, Closed = closed };
            _levels.Clear();
            TellSignal(SignalOutcome.Entered, null, entry.Id);
            Go(InstanceStatus.Entering, "entry", pending.Leaves, null, entry.Id);
            return;
        }

        State = State with { Entry = entry with { IsAnswered = true, EndReason = "refused" } };
        RefuseEntry(pending.Leaves, entry.Id, answer.Reasons);
    }

    private static InstanceOrder? Answered(InstanceOrder? order, OrderAnswer answer) => order is { IsAnswered: false } && order.Id == answer.OrderId
        ? order with { IsAnswered = true, EndReason = answer.IsApproved ? order.EndReason : string.Join(", ", answer.Reasons) }
        : order;

    private static InstanceOrder? Ended(InstanceOrder? order, OrderEnded ended) => order is { Works: true } && order.Id == ended.OrderId
        ? order.FilledTo(ended.FilledQuantity) with { IsAnswered = true, EndReason = ended.Reason }
        : order;

    private void HearFilled(string orderId, decimal filled, DateTimeOffset at)
    {
        if (State.Entry is { } entry && entry.Id == orderId && filled > entry.Filled)
        {
            if (entry.Filled == 0m)
            {
                State = State with { Counters = State.Counters.Traded(DateOnly.FromDateTime(at.UtcDateTime)) };
                _isAheadVoid = true;
            }

            var late = State.Status is InstanceStatus.Watching or InstanceStatus.Signaled or InstanceStatus.Cooldown && State.Pending is null;
            State = State with { Entry = entry.FilledTo(filled), LateFill = State.LateFill || late };
        }
        else if (State.Step is { } step && step.Id == orderId)
        {
            State = State with { Step = step.FilledTo(filled) };
        }
        else if (State.Closing is { } closing && closing.Id == orderId)
        {
            State = State with { Closing = closing.FilledTo(filled) };
        }
        else if (filled > 0m && !HoldsSymbol)
        {
            // An order of an earlier signal: what it opened is still this instance's.
            State = State with { LateFill = true };
        }
    }

    private void HearClosed(PositionClosed closed)
    {
        if (closed.RoundTripNumber <= State.LastRoundTrip)
        {
            return;
        }

        State = State with
        {
            LastRoundTrip = closed.RoundTripNumber,
            Counters = State.Counters.Closed(DateOnly.FromDateTime(closed.At.UtcDateTime), closed.NetPnl, Document.Limits.MaxConsecutiveLosses),
            Closed = closed,
        };
        _isAheadVoid = true;

        // News of the loss came after the flat position was seen.
        var until = State.Since + Document.Limits.CooldownAfterLoss;
        if (State.Status is InstanceStatus.Cooldown && closed.NetPnl < 0m && until > State.CooldownUntil)
        {
            State = State with { CooldownUntil = until };
        }
    }

    /// <summary>An evaluation threw: alert, cancel the entry, close at market. Others are untouched.</summary>
    private void Fault(Exception error, in InstanceView view)
    {
        _effects.Add(new RaiseAlert("instance_faulted", $"{_identity.Key}: {error.GetType().Name}: {error.Message}"));
        if (State.Status is InstanceStatus.Signaled)
        {
            TellSignal(SignalOutcome.Canceled, "faulted", null);
        }

        var wasOpen = HoldsSymbol;
        CancelIfWorking(State.Entry is { IsAnswered: true } ? State.Entry : null, ExitReason.Faulted);
        CancelIfWorking(State.Step, ExitReason.Faulted);
        State = wasOpen
            ? State with { ExitReason = ExitReason.Faulted, Entry = Canceling(State.Entry), Step = null }
            : Flattened(State) with { ExitReason = null, Entry = null };
        if (State.Closing is { Works: true, CancelRequested: false, Intent.Type: OrderType.Limit } limit)
        {
            _effects.Add(new CancelOrder(limit.Id, ExitReason.Faulted));
            State = State with { Closing = limit with { CancelRequested = true } };
        }

        Go(InstanceStatus.Faulted, "fault", [], $"{error.GetType().Name}: {error.Message}");
        if (wasOpen && !State.EntryWorks)
        {
            NextClosing(view);
        }
    }

    private static InstanceOrder? Canceling(InstanceOrder? order) => order is { Works: true } ? order with { CancelRequested = true } : order;

    private void FollowFault(in InstanceView view)
    {
        if (!IsOpen)
        {
            return;
        }

        See(view);
        if (State.EntryWorks)
        {
            return;
        }

        if (IsClosed(view))
        {
            CancelIfWorking(State.Closing, "flat");
            var reason = ClosedBy();
            State = Flattened(State) with { ExitReason = reason, Entry = null };
            Go(InstanceStatus.Faulted, "position", [], reason);
        }
        else if (State.Entry is { Filled: 0m } && !State.PositionSeen)
        {
            State = Flattened(State) with { Entry = null };
        }
        else if (NextClosing(view) is { } orderId)
        {
            Go(InstanceStatus.Faulted, "order", [], State.ExitReason, orderId);
        }
    }
}
