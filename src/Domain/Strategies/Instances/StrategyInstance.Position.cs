using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>What an instance does with a position: protection, steps, closing orders.</summary>
public sealed partial class StrategyInstance
{
    /// <summary>What an order did to the position is known this long after its end, in event time; where it is not, the position is taken as it is seen.</summary>
    private static readonly TimeSpan PositionLagMax = TimeSpan.FromSeconds(5);

    private readonly LevelCache _levels = new();

    /// <summary>Notes that the position is open, and moves its levels along.</summary>
    private void See(in InstanceView view)
    {
        var position = view.Position;
        if (position.IsFlat)
        {
            return;
        }

        if (!State.PositionSeen || State.Closed is not null)
        {
            State = State with { PositionSeen = true, Closed = null };
        }

        _levels.Follow(view.Protection ?? Document.Entry.Protection, position);
    }

    /// <summary>Was open and is flat. A position that its own fill has yet to make is neither.</summary>
    private bool IsClosed(in InstanceView view) => view.Position.IsFlat && (State.PositionSeen || State.Closed is not null);

    /// <summary>Who closed the position: the round trip knows, but for the instance's own orders, whose reason only it knows.</summary>
    private string ClosedBy() => State.Closed?.ExitReason switch
    {
        null => State.ExitReason ?? ExitReason.Manual,
        ExitReason.Exit or ExitReason.Close => State.ExitReason ?? State.Closed.ExitReason,
        var reason => reason,
    };

    private void EndPosition(in InstanceView view)
    {
        CancelIfWorking(State.Step, "flat");
        CancelIfWorking(State.Closing, "flat");
        var reason = ClosedBy();
        var cooldown = State.ExitReason is ExitReason.Emergency ? Document.Emergency?.Cooldown ?? TimeSpan.Zero : Document.Exit.Cooldown;
        if (State.Closed is { NetPnl: < 0m } && Document.Limits.CooldownAfterLoss > cooldown)
        {
            cooldown = Document.Limits.CooldownAfterLoss;
        }

        var orderId = State.Closing?.Id;
        State = State with { ExitReason = reason };
        CoolDown(cooldown, "position", [], reason, orderId);
    }

    /// <summary>Stop, trailing stop, last take profit, time limit, in this priority; all on the mark.</summary>
    private Departure? ProtectiveExit(in InstanceView view, bool withTarget = false)
    {
        var position = view.Position;
        if (position.IsFlat)
        {
            return null;
        }

        var opened = _levels.Opened;
        if (IsStopReached(_levels.StopPrice, position))
        {
            return new Departure("stopLoss", ExitReason.StopLoss, [StopLeaf("/entry/stopLoss/pct", opened, _levels.StopPrice!.Value, position)]);
        }

        if (IsStopReached(_levels.TrailingStopPrice, position))
        {
            return new Departure(
                "trailingStop", ExitReason.TrailingStop,
                [StopLeaf("/entry/trailingStop/distancePct", opened, _levels.TrailingStopPrice!.Value, position)]);
        }

        if (withTarget && _levels.HasClosingStep && IsStepReached(_levels.LeavingSteps, position))
        {
            var last = _levels.LeavingSteps;
            return new Departure("takeProfit", ExitReason.TakeProfit, [TargetLeaf(last, opened, _levels.StepPrices[last], position)]);
        }

        if (Document.Limits.MaxTimeInPosition is { } limit && position.OpenedAt is { } openedAt && _now - openedAt >= limit)
        {
            return new Departure("limits", ExitReason.TimeLimit, [new LeafReading(
                "/limits/maxTimeInPosition", "position_age_s", LeafOp.AtLeast.Text, limit.TotalSeconds, null, null,
                (_now - openedAt).TotalSeconds, true, 0d, 0d)]);
        }

        return null;
    }

    private bool IsStopReached(decimal? stopPrice, in PositionView position) =>
        stopPrice is { } price && position.Mark > 0m && ProtectionLevels.IsStopReached(_levels.Opened, position.Mark, price);

    private bool IsStepReached(int step, in PositionView position) =>
        position.Mark > 0m && ProtectionLevels.IsTargetReached(_levels.Opened, position.Mark, _levels.StepPrices[step]);

    /// <summary>A take-profit step that leaves quantity: one reduce-only market order, no second while it works.</summary>
    private void TakeStep(in InstanceView view)
    {
        if (_levels.LeavingSteps == 0 || State.StepWorks)
        {
            return;
        }

        SettleStep();
        if (_now < State.RetryAt)
        {
            return;
        }

        var position = view.Position;
        while (State.StepsDone < _levels.LeavingSteps)
        {
            var step = State.StepsDone;
            if (!IsStepReached(step, position))
            {
                return;
            }

            var quantity = TakeProfitLadder.Quantity(_levels.Plan.TakeProfit, step, position, State.StepsFilled, _instrument);
            if (quantity > 0m)
            {
                PlaceStep(step, quantity, TargetLeaf(step, _levels.Opened, _levels.StepPrices[step], position), view);
                return;
            }

            State = State with { StepsDone = step + 1, StepAttempts = 0, RetryAt = null };
        }
    }

    private void PlaceStep(int step, decimal quantity, LeafReading leaf, in InstanceView view)
    {
        if (quantity == Math.Abs(view.Position.Quantity))
        {
            Leave(new Departure("takeProfit", ExitReason.TakeProfit, [leaf]), OrderPlan.Market, view);
            return;
        }

        var intent = Reducing(
            OrderPurpose.Step, SignalOrigin($"step-{step + 1}"), State.StepOrdinalBase + State.StepAttempts, quantity, OrderPlan.Market, view);
        var order = Place(intent);
        State = State with { Step = order, StepOrders = State.StepOrders + 1 };
        Go(InstanceStatus.InPosition, "takeProfit", [leaf], ExitReason.TakeProfit, order.Id);
    }

    /// <summary>Books a step order that has ended: the step is over when it filled, else it is tried again.</summary>
    private void SettleStep()
    {
        if (State.Step is not { Works: false } ended)
        {
            return;
        }

        State = State with { Step = null, StepsFilled = State.StepsFilled + ended.Filled };
        if (ended.Filled >= ended.Intent.Quantity)
        {
            State = State with { StepsDone = State.StepsDone + 1, StepAttempts = 0, RetryAt = null };
            return;
        }

        var attempts = State.StepAttempts + 1;
        State = State with { StepAttempts = attempts, RetryAt = _now + RetryPace.DelayAfter(attempts) };
        AlertAt(attempts, $"take-profit step {State.StepsDone + 1} ended as {ended.EndReason}");
    }

    /// <summary>Leaves the position: cancels what works on it and sends the one closing order, its quantity read from the position.</summary>
    private void Leave(Departure leave, OrderPlan plan, in InstanceView view)
    {
        CancelIfWorking(State.Step, leave.Reason);
        State = State with { ExitReason = leave.Reason, RetryAt = null, CloseAttempts = 0 };

        // The stop that rests at the venue has triggered and is the closing order already.
        var orderId = leave.Reason is ExitReason.StopLoss && view.Stop is ProtectiveStop.Triggered ? null : PlaceClosing(plan, view);
        Go(InstanceStatus.Exiting, leave.Section, leave.Leaves, leave.Reason, orderId);
    }

    /// <summary>The next closing order, at market, once the one before has ended and left the position open.</summary>
    /// <returns>Its id; null when none is due.</returns>
    private string? NextClosing(in InstanceView view)
    {
        if (view.Position.IsFlat || State.ClosingWorks)
        {
            return null;
        }

        if (State.Closing is { } ended)
        {
            if (IsAheadOf(ended, view))
            {
                State = State with { RetryAt = State.RetryAt ?? (_now + PositionLagMax) };
                if (_now < State.RetryAt)
                {
                    return null;
                }
            }

            var attempts = State.CloseAttempts + 1;
            State = State with { Closing = null, CloseAttempts = attempts, RetryAt = _now + RetryPace.DelayAfter(attempts) };
            AlertAt(attempts, $"closing order {ended.Id} ended as {ended.EndReason}");
        }

        var stopCloses = State.CloseAttempts == 0 && State.ExitReason is ExitReason.StopLoss && view.Stop is ProtectiveStop.Triggered;
        return stopCloses || _now < State.RetryAt ? null : PlaceClosing(OrderPlan.Market, view);
    }

    /// <summary>
    /// The order has closed just what the position is seen to hold: its end is known before what it did to the position, and nothing is left to be closed. Should
    /// that not come, as when a late fill of the entry made the position again, it is closed after all.
    /// </summary>
    private static bool IsAheadOf(InstanceOrder ended, in InstanceView view) =>
        ended.Filled >= ended.Intent.Quantity && Math.Abs(view.Position.Quantity) == ended.Intent.Quantity;

    private string PlaceClosing(OrderPlan plan, in InstanceView view)
    {
        var faulted = State.Status is InstanceStatus.Faulted;
        var intent = faulted
            ? Reducing(OrderPurpose.Close, CloseOrigin(view), CloseIntent.InstanceOrdinalsFrom + State.CloseOrdinal, Math.Abs(view.Position.Quantity), plan, view)
            : Reducing(OrderPurpose.Exit, SignalOrigin("exit"), State.CloseOrdinal, Math.Abs(view.Position.Quantity), plan, view);
        var order = Place(intent);
        State = State with { Closing = order, CloseOrdinal = State.CloseOrdinal + 1, RetryAt = null };
        return order.Id;
    }

    private string CloseOrigin(in InstanceView view) => $"pos:{_identity.Position}:{view.Position.RoundTripNumber}:close";

    private OrderIntent Reducing(OrderPurpose purpose, string origin, int ordinal, decimal quantity, OrderPlan plan, in InstanceView view)
    {
        var side = ProtectionLevels.OpenedBy(view.Position.Quantity).Opposite;
        var price = plan.LimitPrice(side, view.BestBid, view.BestAsk, _instrument);
        return new OrderIntent(
            purpose, origin, ordinal, _identity.Symbol, side, price is null ? OrderType.Market : OrderType.Limit,
            price is null ? TimeInForce.Gtc : plan.TimeInForce, quantity, price, null, ReduceOnly: true, Document.Entry.Leverage, plan.Timeout)
        {
            ExitReason = State.ExitReason,
        };
    }

    private InstanceOrder Place(OrderIntent intent)
    {
        var order = InstanceOrder.New(_identity.OrderId(intent.Origin, intent.Ordinal), intent);
        _effects.Add(new PlaceOrder(order.Id, intent));
        return order;
    }

    private void CancelIfWorking(InstanceOrder? order, string reason)
    {
        if (order is { Works: true, CancelRequested: false })
        {
            _effects.Add(new CancelOrder(order.Id, reason));
        }
    }

    private void AlertAt(int attempts, string detail)
    {
        if (attempts == RetryPace.AlertAfter)
        {
            _effects.Add(new RaiseAlert("exit_failing", $"{_identity.Key}: {detail}, {attempts} in a row; the instance keeps trying."));
        }
    }

    private static LeafReading StopLeaf(string pointer, Side opened, decimal level, in PositionView position) =>
        LevelLeaf(pointer, opened is Side.Buy ? LeafOp.AtMost : LeafOp.AtLeast, level, position);

    private static LeafReading TargetLeaf(int step, Side opened, decimal level, in PositionView position) =>
        LevelLeaf($"/entry/takeProfit/{step}/pct", opened is Side.Buy ? LeafOp.AtLeast : LeafOp.AtMost, level, position);

    private static LeafReading LevelLeaf(string pointer, LeafOp op, decimal level, in PositionView position) =>
        new(pointer, "mark_price", op.Text, (double)level, null, null, (double)position.Mark, true, 0d, 0d);
}
