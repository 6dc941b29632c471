using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Exchanges.Simulated;
using Trading.Simulation.Evidence;
using Trading.Simulation.Faults;

namespace Trading.Simulation.Venue;

/// <summary>The exchange around the matching core: request window, codes, lagging reads, its ledger. What it says is the truth.</summary>
internal sealed class Exchange
{
    public const decimal InitialBalance = 10_000m;

    private const long MarketIntervalMs = 500;
    private const long FutureToleranceMs = 2_000;
    private const string HandPrefix = "hand-";

    private static readonly SimulatedVenueOptions Behaviour = new() { Latency = TimeSpan.FromMilliseconds(1) };

    private readonly World _world;
    private readonly SimulatedVenue _core;
    private readonly PriceWalk[] _walks;
    private readonly List<VenueReport> _reports = [];
    private readonly Dictionary<string, List<(long AtMs, VenueOrder Shown)>> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Order, int Attempt), CreateAnswer> _answered = [];
    private readonly bool _showsRejected;
    private long _clockMs;
    private int _hands;
    private int _liquidations;
    private bool _isClosed;

    public Exchange(World world)
    {
        _world = world;
        _walks = [.. world.Symbols.Select(symbol => new PriceWalk(symbol, world.Dice, mid: 10_000))];
        _showsRejected = world.Dice.OneIn(2);
        _core = new SimulatedVenue(
            Behaviour, world.Dice.Bits(), InitialBalance,
            world.Instruments.Select(instrument => new VenueMarket(instrument, PriceWalk.PriceScale, PriceWalk.QuantityScale, MarketSeries.Trades | MarketSeries.Book)));
    }

    /// <summary>The market begins to move.</summary>
    public void Open()
    {
        for (var market = 0; market < _walks.Length; market++)
        {
            Move(market);
        }
    }

    public void Close() => _isClosed = true;

    public decimal Balance => _core.Balance;

    /// <summary>The account as it stands this moment.</summary>
    public VenueAccount Read() => _core.Read(_world.TimeAt(_world.NowMs));

    public PriceWalk WalkOf(Symbol symbol) => _walks[_core.IndexOf(symbol)];

    public decimal PositionOf(Symbol symbol) => _core.PositionQuantity(symbol);

    /// <summary>The truth, for the checker.</summary>
    public IEnumerable<VenueOrder> Orders => _shown.Keys.Select(_core.Query).OfType<VenueOrder>();

    public bool HasOpenOrders(Symbol symbol) => !_core.OpenOrders(symbol).IsEmpty;

    public VenueOrder? Truth(string orderId) => _core.Query(orderId);

    public CreateAnswer Create(CreateRequest request)
    {
        var ageMs = _world.NowMs - _world.MsOf(request.SendAt);
        if (ageMs > request.Window.TotalMilliseconds || ageMs < -FutureToleranceMs)
        {
            return Refuse(request, CreateOutcome.Unlisted, "exchange:513");
        }

        if (_answered.TryGetValue((request.Order.Id, request.Attempt), out var before))
        {
            // The same request once more: what was definite the first time is so again.
            return before;
        }

        if (_world.Injector.Strikes(Fault.RateLimited))
        {
            return Remember(request, Refuse(request, CreateOutcome.RateLimited, OrderReasons.RateLimited));
        }

        if (_world.Injector.Strikes(Fault.RejectKnownCode))
        {
            return Remember(request, Refuse(request, CreateOutcome.Rejected, "exchange:2011"));
        }

        if (_world.Injector.Strikes(Fault.RejectUnknownCode))
        {
            return Refuse(request, CreateOutcome.Unlisted, "exchange:9999");
        }

        var order = request.Order;
        if (!_core.Submit(order, _world.TimeAt(Tick())))
        {
            return Refuse(request, CreateOutcome.Unlisted, "exchange:2042");
        }

        Settle();
        var shown = _core.Query(order.Id)!;
        var isTaken = shown.Status is not OrderStatus.Rejected;
        var isLie = isTaken && _world.Injector.Strikes(Fault.RefusedThoughTaken);
        Record(request, isTaken, shown.Reason, isLie);
        if (isLie)
        {
            return Remember(request, new CreateAnswer(CreateOutcome.Rejected, null, "exchange:2011"));
        }

        return isTaken
            ? new CreateAnswer(CreateOutcome.Accepted, shown.VenueOrderId, null)
            : new CreateAnswer(CreateOutcome.Rejected, null, shown.Reason);
    }

    /// <returns>False when the venue knows no such working order.</returns>
    public bool Cancel(string orderId)
    {
        if (_core.Query(orderId) is not { Status: OrderStatus.New or OrderStatus.PartiallyFilled })
        {
            return false;
        }

        _world.Evidence.Venue.Add(new VenueLine(_world.NowMs, orderId, "cancel", 0, 0, 0m, 0m, 0m, null));
        _core.Cancel(orderId, _world.TimeAt(Tick()));
        Settle();
        return true;
    }

    /// <summary>What a query shows that lags behind by this much.</summary>
    public VenueOrder? Query(string orderId, long lagMs)
    {
        if (!_shown.TryGetValue(orderId, out var states))
        {
            return null;
        }

        for (var index = states.Count - 1; index >= 0; index--)
        {
            if (states[index].AtMs <= _world.NowMs - lagMs)
            {
                var shown = states[index].Shown;
                return shown.Status is OrderStatus.Rejected && !_showsRejected ? null : shown;
            }
        }

        return null;
    }

    /// <summary>Orders that work or changed since.</summary>
    public IEnumerable<VenueOrder> ChangedSince(long sinceMs)
    {
        foreach (var (orderId, states) in _shown)
        {
            var (atMs, last) = states[^1];
            if (!orderId.StartsWith(HandPrefix, StringComparison.Ordinal) && last.Status is not OrderStatus.Rejected && (atMs >= sinceMs || !last.Status.IsTerminal))
            {
                yield return last;
            }
        }
    }

    /// <summary>The account's owner trades at the exchange, past the platform.</summary>
    public void TradeByHand(Symbol symbol)
    {
        var held = PositionOf(symbol);
        var side = held == 0m ? (_world.Dice.OneIn(2) ? Side.Buy : Side.Sell) : held > 0m ? Side.Sell : Side.Buy;
        var order = new OrderRequest(
            $"{HandPrefix}{++_hands}", "", "", "", OrderPurpose.Manual, symbol, side, OrderType.Market, TimeInForce.Gtc,
            _world.Dice.Between(1, 8_000) / 1_000m, null, null, ReduceOnly: false, Leverage: 10, null, _world.TimeAt(_world.NowMs));
        _core.Submit(order, _world.TimeAt(Tick()));
        Settle();
        if (_core.Query(order.Id)!.FilledQuantity > 0m)
        {
            _world.Injector.Note(Fault.PositionChangedByHand);
        }
    }

    /// <summary>The market jumps to where a position is liquidated, and stays there.</summary>
    public void Crash(Symbol symbol)
    {
        var held = PositionOf(symbol);
        if (held != 0m)
        {
            var walk = WalkOf(symbol);
            walk.Jump(held > 0m ? walk.Mid * 85 / 100 : walk.Mid * 115 / 100);
        }
    }

    private long Tick() => _clockMs = Math.Max(_clockMs, _world.NowMs);

    private void Settle()
    {
        _clockMs += 2;
        _core.AdvanceTo(_world.TimeAt(_clockMs), _reports);
        Publish();
    }

    private void Move(int market)
    {
        if (_isClosed)
        {
            return;
        }

        var atMs = _world.MsSinceEpoch(Tick());
        var walk = _walks[market];
        _core.Advance(market, walk.Batch, walk.Book(atMs), _reports);
        Publish();
        if (_world.Dice.OneIn(2))
        {
            _core.Advance(market, walk.Batch, walk.Trade(atMs), _reports);
            Publish();
        }

        _world.Agenda.After(MarketIntervalMs, () => Move(market));
    }

    private void Publish()
    {
        foreach (var report in _reports)
        {
            var orderId = PrivateStream.OrderOf(report);
            Write(orderId, report);
            if (orderId.Length > 0)
            {
                var shown = _core.Query(orderId)!;
                Show(orderId, shown);
                if (report is not VenueRejected && !orderId.StartsWith(HandPrefix, StringComparison.Ordinal))
                {
                    _world.Stream.Push(orderId, report, !shown.Status.IsTerminal);
                }
            }
            else
            {
                if (report is VenueLiquidated)
                {
                    _world.Injector.Note(Fault.Liquidation);
                    if (_liquidations++ % 2 == 1)
                    {
                        // Its push is lost: nothing but a comparison tells of it.
                        continue;
                    }
                }

                _world.Session.Note(report);
            }
        }

        _reports.Clear();
    }

    private void Show(string orderId, VenueOrder shown)
    {
        if (!_shown.TryGetValue(orderId, out var states))
        {
            _shown[orderId] = states = [];
        }

        states.Add((_world.NowMs, shown));
    }

    private void Write(string orderId, VenueReport report)
    {
        var line = report switch
        {
            VenueFilled { Fill: var fill } => new VenueLine(_world.NowMs, orderId, "fill", 0, 0, fill.Price, fill.Quantity, fill.Fee, fill.TradeId),
            VenueCanceled canceled => new VenueLine(_world.NowMs, orderId, "canceled", 0, 0, 0m, canceled.FilledQuantity, 0m, canceled.Reason),
            VenueLiquidated liquidated => new VenueLine(
                _world.NowMs, liquidated.Symbol.Value, "liquidation", 0, 0, liquidated.Price, liquidated.Quantity, 0m, liquidated.TradeId),
            VenueFunding funding => new VenueLine(_world.NowMs, funding.Symbol.Value, "funding", 0, 0, funding.Mark, funding.Quantity, funding.Payment, null),
            _ => null,
        };
        if (line is not null)
        {
            _world.Evidence.Venue.Add(line);
            _world.History.Add('V', line.Order, (long)(line.Quantity * 1_000m));
        }
    }

    private CreateAnswer Remember(CreateRequest request, CreateAnswer answer) => _answered[(request.Order.Id, request.Attempt)] = answer;

    private CreateAnswer Refuse(CreateRequest request, CreateOutcome outcome, string reason)
    {
        Record(request, isTaken: false, reason, isLie: false);
        return new CreateAnswer(outcome, null, reason);
    }

    private void Record(CreateRequest request, bool isTaken, string? reason, bool isLie)
    {
        var order = request.Order;
        _world.Evidence.Creates.Add(new CreateLine(
            _world.NowMs, request.DecidedAtMs, order.Id, request.Attempt, isTaken, isLie, reason, order.Symbol.Value, order.Side.ToString(), order.Type.ToString(),
            order.Quantity, order.Price, order.StopPrice, order.ReduceOnly, order.Purpose.ToString()));
        _world.History.Add('C', order.Id, isTaken ? 1 : 0);
    }
}
