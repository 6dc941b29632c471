using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <summary>The order that closes a position for a person, a stop policy, the kill switch or a faulted instance.</summary>
public static class CloseIntent
{
    /// <summary>
    /// Position and instance both close under the position's name and neither knows the other's count: the ordinals below this are the
    /// position's, those from it on the instance's.
    /// </summary>
    public const int InstanceOrdinalsFrom = 1 << 30;

    /// <summary>Reduce-only at market for all that is held, its quantity read from the position in this turn; null when flat.</summary>
    /// <param name="ordinal">Counts the position's own closing orders of this round trip, from 0; stored before the order is asked for.</param>
    /// <param name="reason">Of <see cref="ExitReason"/>: who closes it.</param>
    /// <param name="timeout">Null for the default deadline of a closing order.</param>
    public static OrderIntent? Of(Position position, int ordinal, string reason, TimeSpan? timeout = null) => position.IsFlat
        ? null
        : new OrderIntent(
            OrderPurpose.Close, FormattableString.Invariant($"pos:{position.Id}:{position.RoundTripNumber}:close"), ordinal, position.Symbol,
            position.Quantity > 0m ? Side.Sell : Side.Buy, OrderType.Market, TimeInForce.Gtc, Math.Abs(position.Quantity), Price: null,
            StopPrice: null, ReduceOnly: true, position.Leverage, timeout ?? OrderProtocol.TimeoutDefault)
        {
            ExitReason = reason,
        };
}
