using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Instances;

namespace Trading.Backtest.Tests.Support;

/// <summary>Keeps everything that a run tells, in order.</summary>
internal sealed class RecordingJournal : IReplayJournal
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);

    public List<string> OrderIds { get; } = [];

    public List<(Order Order, Fill Fill)> Fills { get; } = [];

    public List<LedgerEntry> Ledger { get; } = [];

    public List<RoundTrip> RoundTrips { get; } = [];

    public List<EquityPoint> EquityPoints { get; } = [];

    public List<(InstanceIdentity Instance, InstanceTransition Transition)> Transitions { get; } = [];

    public List<SignalRecord> Signals { get; } = [];

    public List<(DateTimeOffset At, string Code, string Detail)> Alerts { get; } = [];

    public IEnumerable<Order> Orders => OrderIds.Select(id => _orders[id]);

    public void Order(Order order, string strategy)
    {
        if (!_orders.ContainsKey(order.Id))
        {
            OrderIds.Add(order.Id);
        }

        _orders[order.Id] = order;
    }

    public Action<Fill>? OnFill { get; init; }

    public void Fill(Order order, Fill fill, string strategy)
    {
        Fills.Add((order, fill));
        OnFill?.Invoke(fill);
    }

    public List<(Position Position, PositionLiquidated Liquidated, string Strategy)> Liquidations { get; } = [];

    public void Liquidation(Position position, PositionLiquidated liquidated, string strategy) => Liquidations.Add((position, liquidated, strategy));

    void IReplayJournal.Ledger(LedgerEntry entry) => Ledger.Add(entry);

    public void RoundTrip(RoundTrip trip) => RoundTrips.Add(trip);

    public void Equity(EquityPoint point) => EquityPoints.Add(point);

    public void Transition(InstanceIdentity instance, ReplayStrategy strategy, InstanceTransition transition) =>
        Transitions.Add((instance, transition));

    public void Signal(InstanceIdentity instance, ReplayStrategy strategy, SignalRecord signal) => Signals.Add(signal);

    public void Alert(DateTimeOffset at, string code, string detail) => Alerts.Add((at, code, detail));

    /// <summary>The last one told.</summary>
    public ReplayStanding? Last { get; private set; }

    public void Standing(ReplayStanding standing) => Last = standing;

    /// <summary>What was decided and done, without ids and settings: two documents that behave alike give the same lines.</summary>
    public IEnumerable<string> Decisions()
    {
        foreach (var order in Orders)
        {
            var request = order.Request;
            yield return FormattableString.Invariant(
                $"order {request.Purpose} {request.Side} {request.Type} {request.Quantity} {request.Price} {request.StopPrice} {request.CreatedAt:O} {order.Status} {order.Reason} {order.FilledQuantity} {order.EndedAt:O}");
        }

        foreach (var (_, fill) in Fills)
        {
            yield return FormattableString.Invariant($"fill {fill.Price} {fill.Quantity} {fill.Liquidity} {fill.At:O}");
        }

        foreach (var (_, transition) in Transitions)
        {
            yield return FormattableString.Invariant(
                $"transition {transition.At:O} {transition.From} {transition.To} {transition.Section} {transition.Reason}");
        }
    }

    /// <summary>Where the run stood at its end, why-not included.</summary>
    public IEnumerable<string> EndLines()
    {
        foreach (var instance in Last!.Instances)
        {
            yield return $"end {instance.Identity.Key} {instance.Status} {instance.Since:O} {instance.WarmupPct:R} {JsonSerializer.Serialize(instance.WhyNot, Json)}";
        }

        yield return JsonSerializer.Serialize(Last.Report, Json);
        foreach (var market in Last.Markets)
        {
            yield return market.ToString();
        }
    }

    /// <summary>What one transition says, its readings included.</summary>
    public static string Text(InstanceTransition transition) => JsonSerializer.Serialize(transition, Json);

    /// <summary>The run as lines, for comparing two runs to the last digit.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var order in Orders)
        {
            yield return FormattableString.Invariant(
                $"order {order.Id} {order.Request.Symbol} {order.Request.Side} {order.Request.Type} {order.Request.Quantity} {order.Request.Price} {order.Request.StopPrice} {order.Status} {order.Reason} {order.FilledQuantity} {order.FilledNotional}");
        }

        foreach (var (order, fill) in Fills)
        {
            yield return FormattableString.Invariant($"fill {order.Id} {fill.Price} {fill.Quantity} {fill.Fee} {fill.Liquidity} {fill.At:O}");
        }

        foreach (var (instance, transition) in Transitions)
        {
            yield return FormattableString.Invariant(
                $"transition {instance.Key} {transition.At:O} {transition.From} {transition.To} {transition.Section} {transition.Price} {transition.Reason} {Text(transition)}");
        }

        foreach (var signal in Signals)
        {
            yield return signal.ToString();
        }

        foreach (var trip in RoundTrips)
        {
            yield return JsonSerializer.Serialize(trip, Json);
        }

        foreach (var (at, code, detail) in Alerts)
        {
            yield return $"alert {at:O} {code} {detail}";
        }

        foreach (var point in EquityPoints)
        {
            yield return FormattableString.Invariant($"equity {point.At:O} {point.Equity} {point.Balance}");
        }

        foreach (var entry in Ledger)
        {
            yield return FormattableString.Invariant($"ledger {entry.Sequence} {entry.Kind} {entry.Amount} {entry.Balance}");
        }
    }
}
