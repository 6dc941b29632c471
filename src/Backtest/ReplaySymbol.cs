using Trading.Backtest.Feeds;
using Trading.Domain;
using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Positions;
using Trading.Exchanges.Simulated;

namespace Trading.Backtest;

/// <summary>One symbol of a run: where its stream stands, its indicators, and the instances that read them.</summary>
internal sealed class ReplaySymbol(
    int index, string positionId, ReplayMarket market, SymbolFeed feed, IndicatorSet indicators, SimulatedVenue venue) : IDisposable
{
    private int _venueIndex = -1;
    private long _endMs = long.MaxValue;
    private Func<bool>? _takesLowFirst;
    private MarkRange _marks;
    private PositionView _positionView;

    /// <summary>Place in the run's order of symbols, by name: breaks ties of events at one instant.</summary>
    public int Index => index;

    public ReplayMarket Market => market;

    public Symbol Symbol => market.Instrument.Symbol;

    public LatestMarket View { get; } = new(market.PriceScale, market.QuantityScale, market.MarkSeries, market.CandleInterval * 2);

    public List<ReplayInstance> Instances { get; } = [];

    /// <summary>As of its last event. Marks run ahead of it: see <see cref="PositionAtMark"/>.</summary>
    public Position Position { get; private set; } = Position.Flat(positionId, market.Instrument.Symbol);

    /// <summary>Where results of the open position are attributed to; null when flat.</summary>
    public int? OwnerCell => Position.Open is { } open ? CellOf(open.Owner) : null;

    /// <summary>What instances see; the division that makes the entry price is done once a change.</summary>
    public PositionView PositionView => Position.IsFlat
        ? _positionView with { Mark = View.Mark }
        : _positionView with { Mark = _marks.Mark, HighestMark = _marks.Highest, LowestMark = _marks.Lowest };

    /// <summary>Market events of the blocks that are done; heartbeats do not count.</summary>
    public long EventsDone { get; private set; }

    public Block Block { get; private set; }

    /// <summary>The next event of the block; everything before it has been worked through.</summary>
    public int Cursor { get; private set; }

    public bool IsEnded { get; private set; }

    /// <summary>The stream has events at or after the run's end, which it does not replay.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The next event. Only while the stream has not ended.</summary>
    public ref readonly MarketEvent Next => ref Block.Batch.Events[Block.Offset + Cursor];

    /// <summary>Works through a run of events in which nothing happens to any order, position or instance.</summary>
    public void SkipTo(int cursor, List<Domain.Exchanges.VenueReport> reports)
    {
        var count = cursor - Cursor;
        if (count == 0)
        {
            return;
        }

        View.Take(Block.Batch, Block.Offset + Cursor, count);
        venue.Observe(VenueIndex, Block.Batch, Block.Offset + Cursor, count, reports);
        Cursor = cursor;
    }

    /// <summary>The first event of the block at or after an instant; its count when there is none.</summary>
    public int FirstNotBefore(long timeMs) => FirstNotBefore(timeMs, default, int.MinValue);

    /// <summary>The first event of the block that is not before a time and kind of another symbol's event.</summary>
    public int FirstNotBefore(long timeMs, MarketEventKind kind, int symbolIndex)
    {
        var events = Block.Events;
        var low = Cursor;
        var high = Block.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (IsBefore(events[middle], timeMs, kind, symbolIndex))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The earliest event of the block that an instance must look at; the block's count when none must.</summary>
    public int NextEvaluation()
    {
        var next = Block.Count;
        foreach (var instance in Instances)
        {
            next = Math.Min(next, instance.NextEvent(Cursor));
        }

        return next;
    }

    public int? CellOf(PositionOwner owner)
    {
        foreach (var instance in Instances)
        {
            if (string.Equals(instance.Identity.Key, owner.Instance, StringComparison.Ordinal))
            {
                return instance.Cell;
            }
        }

        return null;
    }

    /// <summary>The position with every mark that it has seen.</summary>
    public Position PositionAtMark() => Position with { Marks = Position.IsFlat ? _marks.With(View.Mark) : _marks };

    public void Change(Position position)
    {
        Position = position;
        _marks = position.Marks;
        _positionView = position.ToView();
    }

    /// <summary>The event becomes part of what the symbol's prices are.</summary>
    public void Take()
    {
        if (View.Take(Block.Batch, in Next) && !Position.IsFlat)
        {
            _marks = _marks.With(View.Mark);
        }
    }

    public void Advance(List<Domain.Exchanges.VenueReport> reports) => venue.Advance(VenueIndex, Block.Batch, in Next, reports);

    public void MovePast() => Cursor++;

    /// <summary>Reads the first block, for its times alone; <see cref="Begin"/> makes it count.</summary>
    public void Open() => Fetch();

    /// <param name="endMs">The stream ends before this instant, Unix ms, whatever is recorded after it.</param>
    public void Begin(long endMs)
    {
        _endMs = endMs;
        if (!IsEnded && Cut())
        {
            Append();
        }
    }

    /// <summary>Loads the next block; the instances have left the one before.</summary>
    public bool Load()
    {
        if (!Fetch() || !Cut())
        {
            return false;
        }

        Append();
        return true;
    }

    public void BeginBlock(decimal dayStartEquity)
    {
        foreach (var instance in Instances)
        {
            instance.BeginBlock(Block, indicators, dayStartEquity);
        }
    }

    /// <summary>The whole block has been worked through.</summary>
    /// <returns>Market events in it; heartbeats do not count.</returns>
    public int EndBlock()
    {
        var events = EventsOfBlock();
        EventsDone += events;
        foreach (var instance in Instances)
        {
            instance.EndBlock();
        }

        return events;
    }

    /// <summary>Market events of the block that have been worked through; 0 once the stream has ended.</summary>
    public int EventsOfBlock()
    {
        var events = 0;
        if (!IsEnded)
        {
            foreach (ref readonly var passed in Block.Events[..Cursor])
            {
                events += passed.Kind is MarketEventKind.Heartbeat or MarketEventKind.Gap ? 0 : 1;
            }
        }

        return events;
    }

    public void Dispose() => feed.Dispose();

    private bool Fetch()
    {
        if (!feed.MoveNext(_takesLowFirst ??= TakesLowFirst))
        {
            IsEnded = true;
            return false;
        }

        Block = feed.Block;
        Cursor = 0;
        return true;
    }

    /// <summary>Leaves out of the block what lies at or after the end.</summary>
    /// <returns>False when nothing of it is left.</returns>
    private bool Cut()
    {
        var count = Block.Count;
        while (count > 0 && Block.Events[count - 1].TimeMs >= _endMs)
        {
            count--;
        }

        IsCut |= count < Block.Count;
        IsEnded = count == 0;
        Block = Block with { Count = count };
        return count > 0;
    }

    private void Append() => indicators.Append(Block.Batch, Block.Offset, Block.Count);

    private int VenueIndex => _venueIndex < 0 ? _venueIndex = venue.IndexOf(Symbol) : _venueIndex;

    private bool TakesLowFirst() => feed is CandleFeed candles && venue.TakesLowFirst(VenueIndex, candles.Candle);

    /// <summary>Order of events over symbols: time, kind, symbol.</summary>
    public bool IsBefore(int cursor, ReplaySymbol other, int otherCursor)
    {
        ref readonly var theirs = ref other.Block.Events[otherCursor];
        return IsBefore(in Block.Events[cursor], theirs.TimeMs, theirs.Kind, other.Index);
    }

    public MarketStanding Standing() => new(Symbol, View.Last, View.Mark, View.Bid, View.Ask, View.MessageAt);

    /// <summary>Smallest warm-up of the indicators that an instance reads, 0–100.</summary>
    public double WarmupPct(ReplayInstance instance)
    {
        var warmup = 100d;
        foreach (var spec in instance.Strategy.Compiled.Indicators)
        {
            warmup = Math.Min(warmup, indicators.WarmupPct(SlotOf(spec)));
        }

        return warmup;
    }

    /// <summary>Where an indicator stands in the symbol's columns.</summary>
    public int SlotOf(IndicatorSpec spec)
    {
        for (var slot = 0; slot < indicators.Specs.Count; slot++)
        {
            if (indicators.Specs[slot].Equals(spec))
            {
                return slot;
            }
        }

        throw new InvariantException($"{Symbol}: indicator {spec} was not built.");
    }

    private bool IsBefore(in MarketEvent market, long timeMs, MarketEventKind kind, int symbolIndex) =>
        market.TimeMs != timeMs ? market.TimeMs < timeMs
        : market.Kind != kind ? market.Kind < kind
        : index < symbolIndex;
}
