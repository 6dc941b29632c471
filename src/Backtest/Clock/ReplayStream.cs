using Trading.Backtest.Feeds;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Backtest.Clock;

/// <summary>One symbol's stream of events in a run: where it stands, and the newest prices.</summary>
/// <param name="index">Place in the run's order of symbols, by name: breaks ties of events at one instant.</param>
internal class ReplayStream(int index, ReplayMarket market, SymbolFeed feed) : IDisposable
{
    private long _endMs = long.MaxValue;
    private Func<bool>? _takesLowFirst;

    public int Index => index;

    public ReplayMarket Market => market;

    public Symbol Symbol => market.Instrument.Symbol;

    public LatestMarket View { get; } = new(market.PriceScale, market.QuantityScale, market.MarkSeries, market.CandleInterval * 2);

    /// <summary>Market events of the blocks that are done; heartbeats do not count.</summary>
    public long EventsDone { get; private set; }

    public Block Block { get; private set; }

    /// <summary>The next event of the block; everything before it has been worked through.</summary>
    public int Cursor { get; protected set; }

    public bool IsEnded { get; private set; }

    /// <summary>The stream has events at or after the run's end, which it does not replay.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The next event. Only while the stream has not ended.</summary>
    public ref readonly MarketEvent Next => ref Block.Batch.Events[Block.Offset + Cursor];

    /// <summary>Which extreme a candle shows first; asked of candle feeds alone. To be set before the first event.</summary>
    public Func<CandleStepper, bool> TakesLowFirst { get; set; } = candle => candle.IsLowNearer;

    /// <summary>Works through a run of events in which nothing happens to any order, position or instance.</summary>
    public virtual void SkipTo(int cursor, List<VenueReport> reports)
    {
        View.Take(Block.Batch, Block.Offset + Cursor, cursor - Cursor);
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
    public virtual int NextEvaluation() => Cursor;

    /// <summary>The event becomes part of what the symbol's prices are.</summary>
    public virtual void Take() => View.Take(Block.Batch, in Next);

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
        // What lies after the end is not even read: nobody's last block is overwritten by it.
        IsEnded |= IsCut;
        if (IsEnded || !Fetch() || !Cut())
        {
            return false;
        }

        Append();
        return true;
    }

    /// <summary>The whole block has been worked through.</summary>
    /// <returns>Market events in it; heartbeats do not count.</returns>
    public virtual int EndBlock()
    {
        var events = EventsOfBlock();
        EventsDone += events;
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

    /// <summary>Order of events over symbols: time, kind, symbol.</summary>
    public bool IsBefore(int cursor, ReplayStream other, int otherCursor)
    {
        ref readonly var theirs = ref other.Block.Events[otherCursor];
        return IsBefore(in Block.Events[cursor], theirs.TimeMs, theirs.Kind, other.Index);
    }

    public MarketStanding Standing() => new(Symbol, View.Last, View.Mark, View.Bid, View.Ask, View.MessageAt);

    public void Dispose() => feed.Dispose();

    /// <summary>The block is new and counts.</summary>
    protected virtual void Append()
    {
    }

    /// <summary>The next step of the feed may overwrite the batch.</summary>
    protected virtual void LeaveBatch()
    {
    }

    private bool Fetch()
    {
        if (Block.Batch is { } batch && Block.Offset + Block.Count == batch.Count)
        {
            LeaveBatch();
        }

        if (!feed.MoveNext(_takesLowFirst ??= AskLowFirst))
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

    private bool AskLowFirst() => feed is CandleFeed candles && TakesLowFirst(candles.Candle);

    private bool IsBefore(in MarketEvent market, long timeMs, MarketEventKind kind, int symbolIndex) =>
        market.TimeMs != timeMs ? market.TimeMs < timeMs
        : market.Kind != kind ? market.Kind < kind
        : index < symbolIndex;
}
