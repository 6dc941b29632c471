using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Domain.Positions;

namespace Trading.Exchanges.Simulated;

/// <summary>
/// One account's simulated venue: matching, triggers, funding, liquidation and the wallet behind them, for every symbol of
/// the account (spec: sessions, Simulated venue). Driven by calls alone: no clock, no I/O; the same calls with the same
/// seed give the same reports. Not thread-safe.
/// </summary>
public sealed partial class SimulatedVenue
{
    private const long Unset = long.MinValue;

    private readonly SimulatedVenueOptions _options;
    private readonly Desk _desk;
    private readonly Agenda _agenda = new();
    private TradedMarket[] _markets;
    private SplitMix64 _randomness;

    /// <summary>Time reached, Unix ms.</summary>
    private long _clockMs = Unset;
    private long _nextFundingMs = Unset;

    /// <summary>From this time on something falls due before the market event; unset asks for a look.</summary>
    private long _nextDueMs = Unset;

    /// <param name="seed">Source of every random draw.</param>
    /// <param name="initialBalance">Wallet at the start, quote units.</param>
    public SimulatedVenue(SimulatedVenueOptions options, ulong seed, decimal initialBalance, IEnumerable<VenueMarket> markets)
    {
        _options = options;
        _randomness = new SplitMix64(seed);
        _markets = [.. markets.Select((market, index) => new TradedMarket(index, market, options.StopTrigger))];
        _desk = new Desk(options, initialBalance, _markets);
    }

    /// <summary>
    /// Whether reports of an order have yet to reach their receiver: its end answers queries until they have, however many orders end after it.
    /// Not part of the snapshot.
    /// </summary>
    public Func<string, bool> IsOwed
    {
        get => _desk.IsOwed;
        set => _desk.IsOwed = value;
    }

    /// <summary>What it remembers of orders that are over. Not part of the snapshot.</summary>
    public VenueMemory Memory
    {
        get => _desk.Memory;
        set => _desk.Memory = value;
    }

    /// <summary>Nothing in flight, nothing working, no position: market events only move prices.</summary>
    public bool IsIdle
    {
        get
        {
            foreach (var market in _markets)
            {
                if (!market.IsQuiet)
                {
                    return false;
                }
            }

            return _agenda.IsEmpty;
        }
    }

    /// <summary>Requests are on their way: they arrive with later events, or as time alone goes on (<see cref="AdvanceTo"/>).</summary>
    public bool HasInFlight => !_agenda.IsEmpty;

    /// <summary>Wallet: deposits + realised − fees + funding − liquidation losses, quote units.</summary>
    public decimal Balance => _desk.Balance;

    /// <summary>A deposit, or below 0 a withdrawal.</summary>
    public void Transfer(decimal amount) => _desk.Transfer(amount);

    /// <summary>Balance less isolated margins and what working orders reserve.</summary>
    public decimal Available => _desk.Available;

    /// <summary>Time reached; null before the first event.</summary>
    public DateTimeOffset? Now => _clockMs == Unset ? null : DateTimeOffset.FromUnixTimeMilliseconds(_clockMs);

    /// <summary>Continues exactly where <see cref="Snapshot"/> stood.</summary>
    public static SimulatedVenue Restore(SimulatedVenueOptions options, VenueSnapshot snapshot)
    {
        var venue = new SimulatedVenue(options, snapshot.Randomness, snapshot.Balance, snapshot.Markets.Select(market => market.Market))
        {
            _clockMs = snapshot.Clock ?? Unset,
            _nextFundingMs = snapshot.NextFunding ?? Unset,
        };
        foreach (var (market, state) in venue._markets.Zip(snapshot.Markets))
        {
            market.Restore(state);
        }

        (venue._desk.OrderCount, venue._desk.TradeCount) = (snapshot.OrderCount, snapshot.TradeCount);
        venue._desk.Restore(snapshot.Orders, snapshot.Forgotten, snapshot.Liquidations);
        foreach (var request in snapshot.InFlight)
        {
            venue._agenda.Add(request.ToRequest());
        }

        return venue;
    }

    /// <summary>The whole state; everything that later calls can depend on.</summary>
    public VenueSnapshot Snapshot() => new(
        Balance, _clockMs == Unset ? null : _clockMs, _nextFundingMs == Unset ? null : _nextFundingMs, _randomness.State, _desk.OrderCount,
        _desk.TradeCount, [.. _markets.Select(market => market.Snapshot(_clockMs))], _desk.Snapshot(), _agenda.Snapshot())
    {
        Forgotten = _desk.Forgotten,
        Liquidations = _desk.Liquidations,
    };

    /// <summary>Position of the symbol among the markets given, to hand to <see cref="Advance"/>.</summary>
    /// <exception cref="ArgumentException">The venue does not trade the symbol.</exception>
    public int IndexOf(Symbol symbol)
    {
        foreach (var market in _markets)
        {
            if (market.State.Instrument.Symbol == symbol)
            {
                return market.Index;
            }
        }

        throw new ArgumentException($"The venue does not trade {symbol}.", nameof(symbol));
    }

    /// <summary>Signed position, base units.</summary>
    public decimal PositionQuantity(Symbol symbol) => _markets[IndexOf(symbol)].Position.Quantity;

    /// <summary>Every symbol that holds something, by index.</summary>
    public ImmutableArray<Position> Positions => [.. _markets.Select(market => market.Position).Where(position => !position.IsFlat)];

    /// <summary>The whole account as of one moment, with the latest executions of each symbol: they are in its position.</summary>
    /// <param name="now">The time, before the first event.</param>
    public VenueAccount Read(DateTimeOffset now) => new(
        Balance, Available,
        [.. Positions.Select(held => new VenuePosition(held.Symbol, held.Quantity, held.EntryPrice, held.Leverage, held.Margin.Total))],
        Now ?? now)
    {
        Executions =
        [
            .. _markets.Select(market => new VenueExecutions(market.State.Instrument.Symbol, _desk.Executions(market.Index)))
                .Where(executions => !executions.Latest.IsEmpty),
        ],
    };

    /// <summary>Whether the venue trades a symbol, and as what.</summary>
    public VenueMarket? FindMarket(Symbol symbol) =>
        Array.Find(_markets, market => market.State.Instrument.Symbol == symbol)?.State.Definition;

    /// <returns>Null when no order of this id has arrived, or it ended longer ago than the venue remembers.</returns>
    public VenueOrder? Query(string orderId) => _desk.Find(orderId)?.ToReport();

    /// <summary>Orders that work now, in order of arrival.</summary>
    public ImmutableArray<VenueOrder> OpenOrders(Symbol symbol) => [.. _markets[IndexOf(symbol)].Working.Select(order => order.ToReport())];

    /// <summary>
    /// Whether the symbol's current candle goes to its low before its high: to the extreme adverse to the position, or to the
    /// one that a working entry would open; when flat to the one nearer to the open. To be asked once the open was worked through.
    /// </summary>
    public bool TakesLowFirst(int market, in CandleStepper candle) => TakesLowFirst(market, candle.IsLowNearer);

    /// <param name="isLowNearer">The candle's low is nearer to its open than its high.</param>
    public bool TakesLowFirst(int market, bool isLowNearer)
    {
        var traded = _markets[market];
        if (traded.Held != 0)
        {
            return traded.Held > 0;
        }

        var entry = traded.Working.Select(order => order.Request)
            .Concat(traded.Awaiting.Select(request => request.Order))
            .FirstOrDefault(order => order is { ReduceOnly: false });
        return entry is null ? isLowNearer : entry.Side is Side.Buy;
    }
}
