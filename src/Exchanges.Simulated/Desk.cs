using System.Collections.Immutable;
using System.Globalization;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;

namespace Trading.Exchanges.Simulated;

/// <summary>Where executions, endings, funding and liquidation are booked and reported. The venue's ledger: what it says is the truth.</summary>
internal sealed class Desk(SimulatedVenueOptions options, decimal balance, TradedMarket[] markets)
{
    /// <summary>More than one end comes with another, so that what nobody owes any more goes in time; few, because owed ones may be many.</summary>
    private const int LooksMax = 2;

    /// <summary>Liquidations that are remembered: rare, and asked after within seconds.</summary>
    private const int LiquidationsMax = 10;

    private const string TradeIdPrefix = "sim-t-";

    private readonly Dictionary<string, RestingOrder> _orders = new(StringComparer.Ordinal);
    private readonly Queue<RestingOrder> _finished = new();
    private readonly Queue<ForgottenOrder> _forgotten = new();
    private readonly Queue<LiquidationSnapshot> _liquidations = new();
    private readonly HashSet<string> _forgottenIds = new(StringComparer.Ordinal);

    public SimulatedVenueOptions Options { get; } = options;

    public decimal Balance { get; private set; } = balance;

    /// <summary>By index; replaced as a whole when a symbol is added.</summary>
    public TradedMarket[] Markets { get; set; } = markets;

    /// <summary>Orders that arrived so far.</summary>
    public long OrderCount { get; set; }

    /// <summary>Executions so far, liquidations included.</summary>
    public long TradeCount { get; set; }

    /// <summary>The caller's list during a call.</summary>
    public List<VenueReport> Reports { get; set; } = [];

    /// <summary>Whether somebody has yet to hear of an order: then it is not forgotten.</summary>
    public Func<string, bool> IsOwed { get; set; } = _ => false;

    public VenueMemory Memory { get; set; } = VenueMemory.Default;

    /// <summary>An order of this id has arrived, as far as the venue remembers.</summary>
    public bool Knows(string orderId) => _orders.ContainsKey(orderId) || _forgottenIds.Contains(orderId);

    /// <summary>The latest liquidations, oldest first: no order that could be asked after tells of them.</summary>
    public ImmutableArray<LiquidationSnapshot> Liquidations => [.. _liquidations];

    public RestingOrder? Find(string orderId) => _orders.GetValueOrDefault(orderId);

    /// <summary>Balance less isolated margins and what working orders reserve.</summary>
    public decimal Available
    {
        get
        {
            var available = Balance;
            foreach (var market in Markets)
            {
                available -= market.Position.Margin.Total + market.Working.Sum(order => order.ReservedAmount(market.State));
            }

            return available;
        }
    }

    public void Transfer(decimal amount) => Balance += amount;

    /// <summary>Takes up an order that arrived; it works until it ends.</summary>
    public RestingOrder Admit(OrderRequest request, TradedMarket market)
    {
        OrderCount++;
        var order = new RestingOrder(request, OrderCount, market.Index) { ArrivedInEvent = market.EventNumber };
        _orders.Add(request.Id, order);
        return order;
    }

    /// <summary>Orders that are over, oldest ending first, then those that work, by arrival.</summary>
    public ImmutableArray<OrderSnapshot> Snapshot() =>
    [
        .. _finished.Select(OrderSnapshot.Of),
        .. _orders.Values.Where(order => order.IsWorking).OrderBy(order => order.Number).Select(OrderSnapshot.Of),
    ];

    /// <summary>The oldest first.</summary>
    public ImmutableArray<ForgottenOrder> Forgotten => [.. _forgotten];

    /// <summary>Of one market, as far as its orders are remembered: the latest, oldest first.</summary>
    public ImmutableArray<VenueExecution> Executions(int market)
    {
        var executions = _orders.Values.Where(order => order.Market == market)
            .SelectMany(order => order.Fills.Select(fill => new VenueExecution(
                order.Request.Id, fill.TradeId, order.Request.Side.Sign * fill.Quantity, fill.Price, fill.Fee, order.Request.Leverage,
                fill.At)))
            .Concat(_liquidations.Where(liquidation => liquidation.Market == market).Select(liquidation => liquidation.Execution));
        return [.. executions.OrderBy(execution => NumberOf(execution.TradeId)).TakeLast(VenueExecutions.CountMax)];
    }

    public void Restore(
        ImmutableArray<OrderSnapshot> orders, ImmutableArray<ForgottenOrder> forgotten, ImmutableArray<LiquidationSnapshot> liquidations)
    {
        foreach (var liquidation in liquidations.IsDefault ? [] : liquidations)
        {
            _liquidations.Enqueue(liquidation);
        }

        foreach (var order in forgotten.IsDefault ? [] : forgotten)
        {
            _forgotten.Enqueue(order);
            _forgottenIds.Add(order.Id);
        }

        foreach (var snapshot in orders)
        {
            var market = Markets[snapshot.Market];
            var order = snapshot.ToOrder(market.State, Options.TakerFeeRate);
            _orders.Add(order.Request.Id, order);
            if (order.IsWorking)
            {
                market.AddResting(order);
            }
            else
            {
                _finished.Enqueue(order);
            }
        }
    }

    public void Accept(RestingOrder order, long atMs)
    {
        order.ChangedAtMs = atMs;
        Reports.Add(new VenueAccepted(order.Request.Id, order.VenueOrderId, At(atMs)));
    }

    public void Reject(RestingOrder order, string reason, long atMs)
    {
        Finish(order, OrderStatus.Rejected, reason, atMs);
        Reports.Add(new VenueRejected(order.Request.Id, reason, At(atMs)));
    }

    public void Cancel(TradedMarket market, RestingOrder order, string reason, long atMs)
    {
        market.Remove(order);
        Finish(order, OrderStatus.Canceled, reason, atMs);
        Reports.Add(new VenueCanceled(order.Request.Id, reason, order.FilledQuantity, At(atMs)));
    }

    /// <summary>What may fill now: a reduce-only order is cut to the position, and cancelled when nothing is left to reduce.</summary>
    public long Fillable(TradedMarket market, RestingOrder order, long atMs)
    {
        if (!order.Request.ReduceOnly)
        {
            return order.Leaves;
        }

        var closable = order.IsBuy ? -market.Held : market.Held;
        if (closable > 0)
        {
            return Math.Min(order.Leaves, closable);
        }

        Cancel(market, order, VenueReasons.ReduceOnly, atMs);
        return 0;
    }

    public void Fill(TradedMarket market, RestingOrder order, long price, long quantity, Liquidity liquidity, long atMs)
    {
        var state = market.State;
        var (exactPrice, exactQuantity) = (state.PriceOf(price), state.QuantityOf(quantity));
        var rate = liquidity is Liquidity.Maker ? Options.MakerFeeRate : Options.TakerFeeRate;
        TradeCount++;
        var fill = new Fill(
            TradeId(), exactPrice, exactQuantity, LedgerAmount.Round(exactPrice * exactQuantity * rate), liquidity, At(atMs));

        order.Fills.Add(fill);
        order.Leaves -= quantity;
        order.ChangedAtMs = atMs;
        order.Status = OrderStatus.PartiallyFilled;
        Reports.Add(new VenueFilled(order.Request.Id, fill));

        var heldBefore = market.Held;
        var input = new PositionFill(
            order.Request.Id, 0, order.Request.Purpose, order.Request.Side, order.Request.Leverage, PositionOwner.None, fill);
        Book(market, PositionMachine.Decide(market.Position, state.Instrument, input));
        var isEntry = Math.Abs(market.Held) > Math.Abs(heldBefore) || Math.Sign(market.Held) == -Math.Sign(heldBefore);
        if (isEntry && state.IsCandles)
        {
            (market.EntryStepMs, market.EntryLevel) = (market.StepTimeMs, market.Cursor);
        }

        if (order.Leaves == 0)
        {
            market.Remove(order);
            Finish(order, OrderStatus.Filled, null, atMs);
        }
        else if (order.Request.ReduceOnly && market.Held == 0)
        {
            Cancel(market, order, VenueReasons.ReduceOnly, atMs);
        }
    }

    /// <summary>On what is held now, at the last mark.</summary>
    public void SettleFunding(TradedMarket market, decimal rate, bool isSetRate, long atMs)
    {
        if (market.Held == 0)
        {
            return;
        }

        var (quantity, mark) = (market.Position.Quantity, market.State.Mark);
        var funding = new VenueFunding(
            market.State.Instrument.Symbol, quantity, mark, rate, LedgerAmount.Round(-quantity * mark * rate), At(atMs))
        { IsSetRate = isSetRate };
        var events = PositionMachine.Decide(market.Position, funding);
        if (!events.IsEmpty)
        {
            Book(market, events);
            Reports.Add(funding);
        }
    }

    /// <summary>The position closes at its bankruptcy price and its whole isolated margin is lost; its orders are cancelled.</summary>
    public void Liquidate(TradedMarket market, long atMs)
    {
        var position = market.Position;
        var bankruptcy = LedgerAmount.Round((position.Cost - position.Margin.Total) / position.Quantity);
        TradeCount++;
        var liquidated = new VenueLiquidated(position.Symbol, position.Quantity, bankruptcy, TradeId(), At(atMs));
        Book(market, PositionMachine.Decide(position, liquidated));
        Reports.Add(liquidated);
        _liquidations.Enqueue(new LiquidationSnapshot(
            market.Index, new VenueExecution("", liquidated.TradeId, -liquidated.Quantity, liquidated.Price, 0m, 1, liquidated.At)));
        if (_liquidations.Count > LiquidationsMax)
        {
            _liquidations.Dequeue();
        }

        foreach (var order in market.Working.ToArray())
        {
            Cancel(market, order, VenueReasons.Liquidation, atMs);
        }
    }

    private void Book(TradedMarket market, ImmutableArray<PositionEvent> events)
    {
        var position = market.Position;
        foreach (var change in events)
        {
            position = position.Apply(change);
            Balance += change switch
            {
                PositionIncreased increased => -increased.Fee,
                PositionDecreased decreased => decreased.RealizedPnl - decreased.Fee,
                PositionFunded funded => funded.Payment,
                PositionLiquidated liquidated => -liquidated.MarginLost,
                _ => 0m,
            };
        }

        market.SetPosition(position);
    }

    private void Finish(RestingOrder order, OrderStatus status, string? reason, long atMs)
    {
        order.Status = status;
        order.Reason = reason;
        order.ChangedAtMs = atMs;
        _finished.Enqueue(order);
        Forget(atMs);
    }

    /// <summary>The oldest make room. One that is still owed goes to the end of the queue, and is looked at again with a later order.</summary>
    private void Forget(long nowMs)
    {
        for (var excess = Math.Min(_finished.Count - Memory.AnsweredMax, LooksMax); excess > 0; excess--)
        {
            var oldest = _finished.Dequeue();
            if (IsOwed(oldest.Request.Id))
            {
                _finished.Enqueue(oldest);
            }
            else
            {
                _orders.Remove(oldest.Request.Id);
                _forgotten.Enqueue(new ForgottenOrder(oldest.Request.Id, oldest.ChangedAtMs));
                _forgottenIds.Add(oldest.Request.Id);
            }
        }

        while (_forgotten.TryPeek(out var oldest) && (_forgotten.Count > Memory.KnownMax || IsPast(oldest)))
        {
            _forgotten.Dequeue();
            _forgottenIds.Remove(oldest.Id);
        }

        bool IsPast(ForgottenOrder order) => Memory.KnownFor is { } life && nowMs - order.EndedAtMs > (long)life.TotalMilliseconds;
    }

    private string TradeId() => FormattableString.Invariant($"{TradeIdPrefix}{TradeCount}");

    private static long NumberOf(string tradeId) => long.Parse(tradeId.AsSpan(TradeIdPrefix.Length), CultureInfo.InvariantCulture);

    private static DateTimeOffset At(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
}
