using System.Text.Json;
using Trading.Backtest;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Instances;
using Trading.Storage.Accounts;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Grains.Runs;

/// <summary>Turns what a run tells into rows, and collects them until they are stored. Rows carry their place in the run's stream of events.</summary>
internal sealed class ResultRows(RunOrder run)
{
    private readonly Dictionary<string, long> _orderSequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _signalSequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderRow> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<long, SignalRow> _signals = [];
    private readonly List<OrderEventRow> _orderEvents = [];
    private readonly List<FillRow> _fills = [];
    private readonly List<RoundTripRow> _roundTrips = [];
    private readonly List<EquityRow> _equity = [];
    private readonly List<LedgerRow> _ledger = [];
    private readonly List<InstanceTransitionRow> _transitions = [];
    private long _sequence;

    /// <summary>Rows collected since the last <see cref="Take"/>.</summary>
    public int Count => _orders.Count + _orderEvents.Count + _fills.Count + _roundTrips.Count + _equity.Count + _ledger.Count + _transitions.Count + _signals.Count;

    private string Session => run.Session.Id;

    private string Account => run.Session.Account;

    public void Add(Order order, string strategy)
    {
        if (!_orderSequences.TryGetValue(order.Id, out var sequence))
        {
            _orderSequences[order.Id] = sequence = ++_sequence;
        }

        var request = order.Request;
        _orders[order.Id] = new OrderRow(
            order.Id, Session, Account, run.Session.Owner, sequence, NullIfEmpty(request.Instance), NullIfEmpty(strategy), null, request.Purpose,
            request.Symbol, request.Side, request.Type, request.TimeInForce, request.Quantity, request.Price, request.StopPrice, request.ReduceOnly,
            request.Leverage, order.Status, order.FilledQuantity, order.AverageFillPrice, order.Fees, order.Reason,
            JsonSerializer.Serialize(order.Reasons, TradingJson.Options), request.CreatedAt, order.DeadlineAt, order.UpdatedAt, ++_sequence);
        if (order.IsOver)
        {
            AddHistory(order);
            _orderSequences.Remove(order.Id);
        }
    }

    public void Add(Order order, Fill fill, string strategy)
    {
        var request = order.Request;
        _fills.Add(new FillRow(
            order.Id, fill.TradeId, Session, Account, run.Session.Owner, ++_sequence, NullIfEmpty(strategy), request.Symbol, request.Side, fill.Price,
            fill.Quantity, fill.Fee, fill.Liquidity, fill.At));
    }

    public void Add(Position position, PositionLiquidated liquidated, string strategy) => _fills.Add(FillRow.OfLiquidation(
        position, liquidated, Session, Account, run.Session.Owner, ++_sequence, NullIfEmpty(strategy)));

    public void Add(LedgerEntry entry) => _ledger.Add(new LedgerRow(
        Account, entry.Sequence, Session, entry.At, JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Kind.ToString()), entry.Amount, entry.Balance,
        entry.Cause, entry.Symbol, entry.OrderId, entry.TradeId, entry.Rate, entry.Mark));

    public void Add(RoundTrip trip) => _roundTrips.Add(new RoundTripRow(
        Session, ++_sequence, Account, trip.Owner.Strategy, trip.Symbol, trip.Side is PositionSide.Long ? "long" : "short", trip.EntryAt, trip.ExitAt,
        trip.EntryPrice, trip.ExitPrice, trip.Quantity, trip.GrossPnl, trip.Fees, trip.Funding, trip.NetPnl, trip.Mae, trip.Mfe,
        (long)trip.Duration.TotalMilliseconds, trip.ExitReason));

    public void Add(EquityPoint point) =>
        _equity.Add(new EquityRow(Session, ++_sequence, point.At, point.Equity, point.Balance, point.DrawdownPct));

    public void Add(InstanceIdentity instance, ReplayStrategy strategy, InstanceTransition transition) => _transitions.Add(new InstanceTransitionRow(
        Session, ++_sequence, transition.At, strategy.Name, strategy.Version, instance.Symbol,
        transition.Signal is { } signal ? SignalId(instance, signal) : null, transition.From.ToString(), transition.To.ToString(), transition.Section,
        transition.Price, JsonSerializer.Serialize(transition.Leaves, TradingJson.Options), transition.OrderId, transition.Reason));

    public void Add(InstanceIdentity instance, ReplayStrategy strategy, SignalRecord signal)
    {
        var id = SignalId(instance, signal.Number);
        if (!_signalSequences.TryGetValue(id, out var sequence))
        {
            _signalSequences[id] = sequence = ++_sequence;
        }

        if (signal.Outcome is not null)
        {
            _signalSequences.Remove(id);
        }

        _signals[sequence] = new SignalRow(
            Session, sequence, id, strategy.Name, strategy.Version, instance.Symbol, signal.At, signal.Price,
            signal.Outcome is { } outcome ? JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString()) : null, signal.Reason, signal.OrderId);
    }

    /// <summary>What was collected; the next batch begins empty.</summary>
    public ResultBatch Take()
    {
        var batch = new ResultBatch
        {
            Orders = [.. _orders.Values],
            OrderEvents = [.. _orderEvents],
            Fills = [.. _fills],
            RoundTrips = [.. _roundTrips],
            Equity = [.. _equity],
            Ledger = [.. _ledger],
            Transitions = [.. _transitions],
            Signals = [.. _signals.Values],
        };
        _orders.Clear();
        _orderEvents.Clear();
        _fills.Clear();
        _roundTrips.Clear();
        _equity.Clear();
        _ledger.Clear();
        _transitions.Clear();
        _signals.Clear();
        return batch;
    }

    private static string SignalId(InstanceIdentity instance, long number) => FormattableString.Invariant($"{instance.Key}:{number}");

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private void AddHistory(Order order)
    {
        for (var index = 0; index < order.History.Length; index++)
        {
            var entry = order.History[index];
            _orderEvents.Add(new OrderEventRow(order.Id, index, Session, entry.At, entry.Status, entry.Event, entry.Reason));
        }
    }
}
