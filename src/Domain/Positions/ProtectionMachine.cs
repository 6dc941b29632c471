using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <summary>
/// Keeps the resting stop (and a target set by hand) equal to what plan and position ask for. A replacement goes the other
/// way round than an amendment: the new order is at the venue before the old one is cancelled. Nothing here cuts a quantity:
/// the orders are reduce-only, so the venue does.
/// </summary>
public static class ProtectionMachine
{
    /// <summary>Refusals in a row for one price and quantity before a person is called.</summary>
    public const int RefusalsMax = 3;

    /// <summary>On a live venue: from the last of <see cref="RefusalsMax"/> refusals until it is tried again.</summary>
    public static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(10);

    /// <summary>The position's plan: of the strategy at the first fill, or after a change by hand.</summary>
    public static ProtectionDecision SetPlan(Protection protection, ProtectionPlan plan, Position position, Instrument instrument) =>
        Follow(
            Begin(protection, position) with { Plan = plan },
            position,
            instrument);

    /// <summary>
    /// The position changed: after each fill and liquidation. What was refused before may be taken now; so on a live venue a
    /// host also calls it every <see cref="RefusalPause"/> while <see cref="Protection.IsGivenUp"/>.
    /// </summary>
    public static ProtectionDecision Follow(Protection protection, Position position, Instrument instrument) =>
        Pursue(
            protection with { Stop = protection.Stop with { Refusals = 0 }, Target = protection.Target with { Refusals = 0 } }, position, instrument);

    private static ProtectionDecision Pursue(Protection protection, Position position, Instrument instrument)
    {
        protection = Begin(protection, position);
        var turn = new Turn(position);
        var stop = turn.Follow(protection.Stop, OrderPurpose.Stop, StopPriceOf(protection.Plan, position, instrument));
        var target = turn.Follow(protection.Target, OrderPurpose.Target, position.IsFlat ? null : protection.Plan.TakeProfitPrice);
        return new(protection with { Stop = stop, Target = target }, turn.Commands);
    }

    /// <summary>A new round trip starts its ordinals anew, and without a plan until it is given its own.</summary>
    private static Protection Begin(Protection protection, Position position) => protection.RoundTripNumber == position.RoundTripNumber
        ? protection
        : new(
            ProtectionPlan.None,
            position.RoundTripNumber,
            protection.Stop with { NextOrdinal = 0, Refusals = 0 },
            protection.Target with { NextOrdinal = 0, Refusals = 0 });

    /// <summary>The venue holds the order.</summary>
    public static ProtectionDecision Accepted(Protection protection, string origin, int ordinal, Position position, Instrument instrument) =>
        Pursue(
            Change(protection, origin, ordinal, order => order.State is ProtectiveOrderState.Requested
                ? order with { State = ProtectiveOrderState.Resting }
                : order, isRefusal: false),
            position,
            instrument);

    /// <summary>The order was triggered or partly filled: it is at work.</summary>
    public static ProtectionDecision Triggered(Protection protection, string origin, int ordinal, Position position, Instrument instrument) =>
        Pursue(
            Change(protection, origin, ordinal, order => order with { State = ProtectiveOrderState.Triggered }, isRefusal: false), position, instrument);

    /// <summary>The venue will soon end the order by itself: its successor is at the venue before it is cancelled.</summary>
    public static ProtectionDecision RenewalDue(Protection protection, string origin, int ordinal, Position position, Instrument instrument) =>
        Pursue(Change(protection, origin, ordinal, order => order with { IsExpiring = true }, isRefusal: false), position, instrument);

    /// <summary>The order is over, however it ended. While the position is open and wants it, a successor follows.</summary>
    public static ProtectionDecision Ended(
        Protection protection, string origin, int ordinal, string? reason, Position position, Instrument instrument)
    {
        var ended = protection.Stop.Find(origin, ordinal) ?? protection.Target.Find(origin, ordinal);
        if (ended is null)
        {
            return new(protection, []);
        }

        var isRefusal = ended.State is ProtectiveOrderState.Requested;
        var after = Change(protection, origin, ordinal, _ => null, isRefusal);
        var refusals = Math.Max(after.Stop.Refusals, after.Target.Refusals);
        var decision = Pursue(after, position, instrument);
        return isRefusal && refusals == RefusalsMax && !position.IsFlat
            ? decision with { Commands = decision.Commands.Add(new AlertUnprotected(origin, reason ?? "refused")) }
            : decision;
    }

    /// <summary>An order that was asked for is not placed, because the market has ended: nothing stands behind its price, and no successor follows.</summary>
    public static Protection Forgo(Protection protection, string origin, int ordinal) =>
        Change(protection, origin, ordinal, _ => null, isRefusal: false);

    /// <summary>The level of the resting stop, on the tick; null when the plan has none or the position is flat. A price set by hand wins.</summary>
    public static decimal? StopPriceOf(ProtectionPlan plan, Position position, Instrument instrument)
    {
        if (position.IsFlat)
        {
            return null;
        }

        var opened = ProtectionLevels.OpenedBy(position.Quantity);
        return plan.StopPrice ?? (plan.StopLossPct is { } pct
            ? ProtectionLevels.ToTick(opened, ProtectionLevels.StopPrice(opened, position.EntryPrice, pct), instrument)
            : null);
    }

    /// <summary>For a position that no instance watches: the trailing stop given by hand was reached at the view's mark.</summary>
    public static bool IsTrailingStopReached(ProtectionPlan plan, PositionView position)
    {
        if (position.IsFlat || plan.TrailingStop is not { } trailing)
        {
            return false;
        }

        var opened = ProtectionLevels.OpenedBy(position.Quantity);
        var best = opened is Side.Buy ? position.HighestMark : position.LowestMark;
        return ProtectionLevels.TrailingStopPrice(opened, position.EntryPrice, best, trailing) is { } stop
            && ProtectionLevels.IsStopReached(opened, position.Mark, stop);
    }

    private static Protection Change(
        Protection protection, string origin, int ordinal, Func<ProtectiveOrder, ProtectiveOrder?> change, bool isRefusal)
    {
        return protection with { Stop = Of(protection.Stop), Target = Of(protection.Target) };

        ProtectionLeg Of(ProtectionLeg leg)
        {
            if (leg.Find(origin, ordinal) is not { } order)
            {
                return leg;
            }

            var refusals = isRefusal ? leg.Refusals + 1 : change(order)?.State is ProtectiveOrderState.Resting ? 0 : leg.Refusals;
            return (change(order) is { } changed ? leg.With(changed) : leg with { Orders = leg.Orders.Remove(order) }) with { Refusals = refusals };
        }
    }

    /// <summary>One pass over both legs.</summary>
    private sealed class Turn(Position position)
    {
        private readonly ImmutableArray<ProtectionCommand>.Builder commands = ImmutableArray.CreateBuilder<ProtectionCommand>();

        public ImmutableArray<ProtectionCommand> Commands => commands.ToImmutable();

        public ProtectionLeg Follow(ProtectionLeg leg, OrderPurpose purpose, decimal? price)
        {
            var newest = leg.Orders.LastOrDefault(order => order.State is not ProtectiveOrderState.Canceling);
            if (newest is { State: ProtectiveOrderState.Triggered } && !position.IsFlat)
            {
                return leg;
            }

            if (price is not { } level || position.IsFlat)
            {
                return CancelOthers(leg, null);
            }

            // The newest is at the venue, so what it replaces may go, even if it is outdated already.
            leg = newest is { State: ProtectiveOrderState.Resting } ? CancelOthers(leg, newest) : leg;
            var quantity = Math.Abs(position.Quantity);
            if (newest is { IsExpiring: false } && newest.Price == level && newest.Quantity == quantity && BelongsHere(newest))
            {
                return leg;
            }

            // One that is not at the venue yet, or one still being cancelled beside a resting one, is waited for: at most
            // one order works for a purpose, and one more while it is being replaced.
            var isSettled = newest is null or { State: ProtectiveOrderState.Resting };
            if (!isSettled || (newest is not null && leg.Orders.Length > 1) || leg.Refusals >= RefusalsMax)
            {
                return leg;
            }

            var order = new ProtectiveOrder(Origin(purpose), leg.NextOrdinal, level, quantity, ProtectiveOrderState.Requested);
            commands.Add(new PlaceProtective(Intent(order, purpose)));
            return leg.With(order) with { NextOrdinal = leg.NextOrdinal + 1 };
        }

        private ProtectionLeg CancelOthers(ProtectionLeg leg, ProtectiveOrder? kept)
        {
            foreach (var order in leg.Orders)
            {
                if (order != kept && order.State is ProtectiveOrderState.Requested or ProtectiveOrderState.Resting)
                {
                    commands.Add(new CancelProtective(order.Origin, order.Ordinal));
                    leg = leg.With(order with { State = ProtectiveOrderState.Canceling });
                }
            }

            return leg;
        }

        private bool BelongsHere(ProtectiveOrder order) =>
            order.Origin.StartsWith(FormattableString.Invariant($"pos:{position.Id}:{position.RoundTripNumber}:"), StringComparison.Ordinal);

        private string Origin(OrderPurpose purpose) =>
            FormattableString.Invariant($"pos:{position.Id}:{position.RoundTripNumber}:{(purpose is OrderPurpose.Stop ? "stop" : "target")}");

        private OrderIntent Intent(ProtectiveOrder order, OrderPurpose purpose) => new(
            purpose, order.Origin, order.Ordinal, position.Symbol, position.Quantity > 0m ? Side.Sell : Side.Buy,
            purpose is OrderPurpose.Stop ? OrderType.StopMarket : OrderType.TakeProfitMarket, TimeInForce.Gtc, order.Quantity,
            Price: null, StopPrice: order.Price, ReduceOnly: true, position.Leverage, Timeout: null);
    }
}
