using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Exchanges.Simulated;

/// <summary>
/// What the market of one symbol looks like now. Prices and quantities are scaled longs; marks and trigger levels are
/// counted in half units (twice the scaled price), so that a mid is exact.
/// </summary>
internal sealed class MarketState
{
    private readonly bool _marksFromSeries;
    private readonly bool _marksFromBook;
    private MarketBatch? _batch;
    private long _priceFactor;
    private long _quantityFactor;

    public MarketState(VenueMarket definition)
    {
        Definition = definition;
        PriceScale = Math.Max(definition.PriceScale, DecimalsOf(definition.Instrument.TickSize));
        QuantityScale = Math.Max(definition.QuantityScale, DecimalsOf(definition.Instrument.LotSize));
        _marksFromSeries = definition.Series.HasFlag(MarketSeries.Mark);
        _marksFromBook = !_marksFromSeries && definition.Series.HasFlag(MarketSeries.Book);
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

    /// <summary>Twice the mark: of the mark series, without one the book's mid, without a book the last price; 0 before the first.</summary>
    public long MarkHalf { get; set; }

    /// <summary>Rate that came with the latest mark, 10^-12; <see cref="MarketEvent.None"/> when none did.</summary>
    public long PublishedRate { get; set; } = MarketEvent.None;

    public bool IsCandles => Definition.Series.HasFlag(MarketSeries.Candles);

    public bool MarksAreLast => !_marksFromSeries && !_marksFromBook;

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

        _batch = batch;
        _priceFactor = PowerOf10(PriceScale - batch.PriceScale);
        _quantityFactor = PowerOf10(QuantityScale - batch.QuantityScale);
    }

    public long PriceIn(long batchPrice) => batchPrice * _priceFactor;

    public long QuantityIn(long batchQuantity) => batchQuantity * _quantityFactor;

    public void SetLast(long price)
    {
        Last = price;
        if (MarksAreLast)
        {
            MarkHalf = 2 * price;
        }
    }

    public void SetMark(in MarketEvent mark)
    {
        if (_marksFromSeries)
        {
            MarkHalf = 2 * PriceIn(mark.Price);
        }

        if (mark.AskQuantity != MarketEvent.None)
        {
            PublishedRate = mark.AskQuantity;
        }
    }

    public void SetBook(in MarketEvent book, MarketBatch batch)
    {
        Bids.Clear();
        Asks.Clear();
        Bids.Add(PriceIn(book.Price), QuantityIn(book.Quantity));
        Asks.Add(PriceIn(book.AskPrice), QuantityIn(book.AskQuantity));
        if (book.DepthIndex >= 0)
        {
            foreach (ref readonly var level in batch.DepthOf(book))
            {
                Bids.Add(PriceIn(level.BidPrice), QuantityIn(level.BidQuantity));
                Asks.Add(PriceIn(level.AskPrice), QuantityIn(level.AskQuantity));
            }
        }

        Bids.Settle();
        Asks.Settle();
        SetMid(Bids.Best, Asks.Best);
    }

    /// <summary>A one-sided or crossed book has no mid: the mark stays.</summary>
    public void SetMid(long bid, long ask)
    {
        if (_marksFromBook && bid > 0 && bid < ask)
        {
            MarkHalf = bid + ask;
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
