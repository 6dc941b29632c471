using Trading.Backtest;
using Trading.Domain.Accounts;
using Trading.Domain.Indicators;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Conditions;
using Trading.Domain.Strategies.Instances;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Strategies;

namespace Trading.Grains.Strategies;

/// <summary>What an instance has in memory: its machine, the indicators that it reads, and the newest prices.</summary>
internal sealed class InstanceDesk
{
    /// <summary>Prices are known from the first event on, however short the windows: no feed leaves a mark untold for longer.</summary>
    private static readonly TimeSpan PricesMin = TimeSpan.FromSeconds(60);

    private const long DayMs = 86_400_000;
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(30);

    private readonly InstanceSetup _setup;
    private readonly IndicatorSet _indicators;
    private readonly CompiledStrategy _strategy;
    private MarketBatch? _batch;
    private int _offset;
    private int _taken;

    public InstanceDesk(string key, InstanceSetup setup, InstanceSnapshot? snapshot)
    {
        _setup = setup;
        var instrument = setup.Market.Instrument;
        _strategy = ReplayStrategies.Compile(new PinnedStrategy(setup.Strategy, setup.Version, setup.Document, [instrument.Symbol]));
        var mark = setup.Market.HasMark ? MarkSeries.Mark : setup.Market.HasBook ? MarkSeries.Book : MarkSeries.Trade;
        _indicators = new IndicatorSet(
            setup.Market.PriceScale, setup.Market.QuantityScale, _strategy.Indicators, setup.Clock is null ? StaleAfter : null, mark);
        Latest = new LatestMarket(setup.Market.PriceScale, setup.Market.QuantityScale, mark, setup.Market.CandleInterval * 2);
        var identity = new InstanceIdentity(
            key, instrument.Symbol, GrainKeys.ForPosition(setup.Account, instrument.Symbol),
            (origin, ordinal) => ClientOrderId.Create(setup.Account, setup.Session, origin, ordinal));
        Machine = new StrategyInstance(_strategy, identity, instrument, Enumerable.Range(0, _strategy.Indicators.Length).ToArray(), setup.At);
        if (snapshot is not null)
        {
            Machine.Restore(snapshot);
        }
    }

    public StrategyInstance Machine { get; }

    public LatestMarket Latest { get; }

    /// <summary>How the document protects what it opens.</summary>
    public ProtectionPlan Protection => _strategy.Document.Entry.Protection;

    /// <summary>How much of the past the instance needs: its indicators, and the prices of its first evaluation.</summary>
    public TimeSpan Window => WindowOf(_strategy);

    /// <summary>Smallest warm-up of the indicators, 0–100.</summary>
    public double WarmupPct => Enumerable.Range(0, _strategy.Indicators.Length).Select(_indicators.WarmupPct).Append(100d).Min();

    /// <summary>Time of the newest event; null before the first.</summary>
    public DateTimeOffset? Now { get; private set; }

    /// <summary>Marks seen since the first fill of the open round trip.</summary>
    public MarkRange Marks { get; set; }

    public static TimeSpan WindowOf(CompiledStrategy strategy) =>
        strategy.Indicators.Select(spec => spec.LongestWindow).Append(PricesMin).Max();

    /// <summary>Events of a batch that are evaluated at once: they lie on one UTC day.</summary>
    public static int CountOfBlock(MarketBatch batch, int offset)
    {
        var events = batch.Events.Slice(offset, Math.Min(batch.Count - offset, IndicatorSet.BlockSizeMax));
        var dayEnd = ((events[0].TimeMs / DayMs) + 1) * DayMs;
        var count = events.Length;
        while (events[count - 1].TimeMs >= dayEnd)
        {
            count--;
        }

        return count;
    }

    /// <summary>Events that the instance is past already, or was not there for: they move indicators and prices.</summary>
    /// <param name="isKnown">The machine's memory knows them already.</param>
    public void Warm(MarketBatch batch, int offset, int count, bool isKnown, decimal dayStartEquity)
    {
        Begin(batch, offset, count, isKnown ? null : dayStartEquity);
        var marks = Marks;
        TakeTo(count);
        if (isKnown && marks.Mark != 0m)
        {
            // What the position has seen since its first fill is remembered; what came before that fill is not its own.
            Marks = marks;
        }

        if (!isKnown)
        {
            Machine.EndBlock();
        }
    }

    /// <param name="dayStartEquity">Null when the machine is not to see the block.</param>
    public void Begin(MarketBatch batch, int offset, int count, decimal? dayStartEquity)
    {
        (_batch, _offset, _taken) = (batch, offset, 0);
        _indicators.Append(batch, offset, count);
        if (dayStartEquity is { } equity)
        {
            Machine.BeginBlock(batch, offset, _indicators, equity);
        }
    }

    /// <summary>Prices as of the block's events before an index.</summary>
    public void TakeTo(int end)
    {
        for (; _taken < end; _taken++)
        {
            ref readonly var market = ref _batch!.Events[_offset + _taken];
            Now = DateTimeOffset.FromUnixTimeMilliseconds(market.TimeMs);
            if (Latest.Take(_batch, in market))
            {
                Marks = Marks.Mark == 0m ? MarkRange.StartingAt(Latest.Mark) : Marks.With(Latest.Mark);
            }
        }
    }

    /// <summary>What the position said is the beginning of what the marks have shown since.</summary>
    public void Hear(PositionDelivery delivery, PositionDelivery? before)
    {
        var (view, known) = (delivery.View, before?.View);
        var isSame = known is { IsFlat: false } && known.Value.RoundTripNumber == view.RoundTripNumber;
        var seen = isSame ? Marks : MarkRange.StartingAt(view.Mark);
        Marks = seen with
        {
            Mark = Latest.Mark == 0m ? view.Mark : Latest.Mark,
            Highest = Math.Max(seen.Highest, view.HighestMark),
            Lowest = seen.Lowest == 0m ? view.LowestMark : Math.Min(seen.Lowest, view.LowestMark),
        };
    }

    public InstanceView ViewOf(InstanceFooting footing, PositionDelivery? position) => new(
        Latest.Last, Latest.Bid, Latest.Ask, Latest.Mark, PositionOf(position), position?.Stop ?? ProtectiveStop.None, footing.Equity,
        footing.DayStartEquity, _setup.TakerFeeRate, SlotFree: footing.HasSlot, SymbolFree: footing.SymbolFree, position?.Plan);

    private PositionView PositionOf(PositionDelivery? position) => position is not { } known ? default
        : known.View.IsFlat ? known.View with { Mark = Latest.Mark }
        : known.View with { Mark = Marks.Mark, HighestMark = Marks.Highest, LowestMark = Marks.Lowest };
}
