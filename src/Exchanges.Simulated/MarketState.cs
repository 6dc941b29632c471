using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Exchanges.Simulated;

/// <summary>
/// What the market of one symbol looks like now. Prices and quantities are scaled longs; marks and trigger levels are
/// counted in half units (twice the scaled price), so that a mid is exact.
/// </summary>
internal sealed class MarketState
{
    private readonly MarkSeries _source;
    private MarkSource _mark;
    private MarketBatch? _batch;
    private long _priceFactor;
    private long _quantityFactor;

    public MarketState(VenueMarket definition)
    {
        Definition = definition;
        PriceScale = Math.Max(definition.PriceScale, DecimalsOf(definition.Instrument.TickSize));
        QuantityScale = Math.Max(definition.QuantityScale, DecimalsOf(definition.Instrument.LotSize));
        var source = definition.Series.HasFlag(MarketSeries.Mark) ? MarkSeries.Mark
            : definition.Series.HasFlag(MarketSeries.Book) ? MarkSeries.Book
            : MarkSeries.Trade;
        _source = source;
        _mark = new MarkSource(source);
        MarkKind = source switch
        {
            MarkSeries.Mark => MarketEventKind.Mark,
            MarkSeries.Book => MarketEventKind.Book,
            _ => MarketEventKind.Trade,
        };
        IsCandles = definition.Series.HasFlag(MarketSeries.Candles);
    }

    public VenueMarket Definition { get; }

    public Instrument Instrument => Definition.Instrument;

    public int PriceScale { get; }

    public int QuantityScale { get; }

    public BookSide Bids { get; } = new(isBid: true);

    public BookSide Asks { get; } = new(isBid: false);

    public VolumeWindow Volume { get; } = new();

    /// <summary>Last traded price, or the last candle step; 0 before the first.</summary>
    public long Last { get; set; }

    /// <summary>Twice the last known mark, as <see cref="MarkSource"/> has it; 0 before the first.</summary>
    public long MarkHalf { get; set; }

    /// <summary>Rate that came with the latest mark, 10^-12; <see cref="MarketEvent.None"/> when none did.</summary>
    public long PublishedRate { get; set; } = MarketEvent.None;

    /// <summary>Prices come as candle steps; a recorded book, if any, only makes the mark.</summary>
    public bool IsCandles { get; }

    /// <summary>Neither marks nor a book are recorded.</summary>
    public bool MarksAreLast => MarkKind is MarketEventKind.Trade;

    /// <summary>The events that are marks here.</summary>
    public MarketEventKind MarkKind { get; }

    public decimal Mark => Scaled.ToDecimal(MarkHalf == 0 ? BestGuessHalf : MarkHalf, PriceScale) / 2m;

    /// <summary>For a position that no mark has reached yet: mid, else last.</summary>
    private long BestGuessHalf => Bids.Best > 0 && Asks.Best > 0 ? Bids.Best + Asks.Best : 2 * Last;

    public decimal PriceOf(long scaled) => Scaled.ToDecimal(scaled, PriceScale);

    public decimal QuantityOf(long scaled) => Scaled.ToDecimal(scaled, QuantityScale);

    public long ScalePrice(decimal price) => Scaled.FromDecimal(price, PriceScale);

    public long ScaleQuantity(decimal quantity) => Scaled.FromDecimal(quantity, QuantityScale);

    /// <summary>Prepares for a batch's scales.</summary>
    /// <exception cref="ArgumentException">The batch is finer than the market was declared.</exception>
    public void Use(MarketBatch batch)
    {
        if (ReferenceEquals(batch, _batch))
        {
            return;
        }

        if (batch.PriceScale > PriceScale || batch.QuantityScale > QuantityScale)
        {
            throw new ArgumentException(
                $"{Instrument.Symbol}: the batch has scales {batch.PriceScale} and {batch.QuantityScale}, the venue's market {PriceScale} and {QuantityScale}.",
                nameof(batch));
        }

        var priceFactor = PowerOf10(PriceScale - batch.PriceScale);
        if (priceFactor != _priceFactor)
        {
            // The source remembers the mark as the batches count it.
            _mark = new MarkSource(_source);
        }

        (_batch, _priceFactor, _quantityFactor) = (batch, priceFactor, PowerOf10(QuantityScale - batch.QuantityScale));
    }

    public long PriceIn(long batchPrice) => batchPrice * _priceFactor;

    public long QuantityIn(long batchQuantity) => batchQuantity * _quantityFactor;

    /// <summary>Folds the event into the mark; true when there was news of it.</summary>
    public bool ApplyMark(in MarketEvent market)
    {
        if (!_mark.Apply(market))
        {
            return false;
        }

        MarkHalf = PriceIn(_mark.TwiceMark);
        return true;
    }

    /// <summary>The rate that the exchange announces with its mark.</summary>
    public void ApplyRate(in MarketEvent mark)
    {
        if (mark.AskQuantity != MarketEvent.None)
        {
            PublishedRate = mark.AskQuantity;
        }
    }

    public void ApplyBook(in MarketEvent book, MarketBatch batch)
    {
        Bids.Clear();
        Asks.Clear();
        Bids.Add(PriceIn(book.Price), QuantityIn(book.Quantity));
        Asks.Add(PriceIn(book.AskPrice), QuantityIn(book.AskQuantity));
        if (book.DepthIndex >= 0 && batch.RecordedDepth is { } recorded)
        {
            Bids.Deepen(recorded, book.DepthIndex, _priceFactor, _quantityFactor);
            Asks.Deepen(recorded, book.DepthIndex, _priceFactor, _quantityFactor);
        }
        else if (book.DepthIndex >= 0)
        {
            foreach (ref readonly var level in batch.DepthOf(book))
            {
                Bids.Add(PriceIn(level.BidPrice), QuantityIn(level.BidQuantity));
                Asks.Add(PriceIn(level.AskPrice), QuantityIn(level.AskQuantity));
            }
        }

        Bids.Settle();
        Asks.Settle();
    }

    /// <summary>A block in which nothing can happen but prices moving: the state after its last event.</summary>
    public void Observe(MarketBatch batch, ReadOnlySpan<MarketEvent> events)
    {
        Use(batch);
        if (!Volume.AddTrades(events, _quantityFactor))
        {
            throw new ArgumentException($"{Instrument.Symbol}: a candle step in a market that is not replayed from candles.", nameof(events));
        }

        ApplyLatestTrade(events);
        ApplyLatestRate(events);
        ApplyLatestBook(batch, events);
        ApplyLatestMark(events);
    }

    private void ApplyLatestTrade(ReadOnlySpan<MarketEvent> events)
    {
        for (var i = events.Length - 1; i >= 0; i--)
        {
            if (events[i].Kind is MarketEventKind.Trade)
            {
                Last = PriceIn(events[i].Price);
                return;
            }
        }
    }

    private void ApplyLatestRate(ReadOnlySpan<MarketEvent> events)
    {
        for (var i = events.Length - 1; i >= 0 && Definition.Series.HasFlag(MarketSeries.Mark); i--)
        {
            if (events[i].Kind is MarketEventKind.Mark && events[i].AskQuantity != MarketEvent.None)
            {
                ApplyRate(events[i]);
                return;
            }
        }
    }

    private void ApplyLatestBook(MarketBatch batch, ReadOnlySpan<MarketEvent> events)
    {
        for (var i = events.Length - 1; i >= 0; i--)
        {
            if (events[i].Kind is MarketEventKind.Book)
            {
                ApplyBook(events[i], batch);
                return;
            }
        }
    }

    private void ApplyLatestMark(ReadOnlySpan<MarketEvent> events)
    {
        for (var i = events.Length - 1; i >= 0; i--)
        {
            if (events[i].Kind == MarkKind && (MarkKind is MarketEventKind.Book ? events[i].HasTwoSides : events[i].Price > 0))
            {
                ApplyMark(events[i]);
                return;
            }
        }
    }

    private static int DecimalsOf(decimal step) => (step / 1.0000000000000000000000000000m).Scale;

    private static long PowerOf10(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
