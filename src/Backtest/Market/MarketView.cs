using System.Collections.Immutable;
using Trading.Domain.MarketData;
using Trading.Domain.Risk;

namespace Trading.Backtest.Market;

/// <summary>The newest prices of one symbol, as the run sees them at the event being worked through.</summary>
internal sealed class MarketView(int priceScale, int quantityScale, MarkSeries markSeries, TimeSpan? messageAgeMax)
{
    private long _last;
    private long _bid;
    private long _ask;
    private long _bidQuantity;
    private long _askQuantity;
    private MarkSource _mark = new(markSeries);
    private BookLevel[] _depth = [];
    private int _depthCount;
    private long _messageMs = long.MinValue;

    public decimal Last => Scaled.ToDecimal(_last, priceScale);

    public decimal Bid => Scaled.ToDecimal(_bid, priceScale);

    public decimal Ask => Scaled.ToDecimal(_ask, priceScale);

    /// <summary>The last known mark; 0 before any.</summary>
    public decimal Mark { get; private set; }

    /// <summary>The first mark of the run; 0 before any.</summary>
    public decimal FirstMark { get; private set; }

    /// <summary>Time of the newest message; null before the first.</summary>
    public DateTimeOffset? MessageAt => _messageMs == long.MinValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(_messageMs);

    /// <summary>What slippage is measured against: the mid, else the last trade.</summary>
    public decimal Reference => _bid > 0 && _ask >= _bid ? Scaled.ToDecimal(_bid + _ask, priceScale) / 2m : Last;

    /// <summary>Takes over one event.</summary>
    /// <returns>True when the mark moved.</returns>
    public bool Take(MarketBatch batch, in MarketEvent market)
    {
        Keep(batch, in market);
        if (!_mark.Apply(in market))
        {
            return false;
        }

        MoveMark();
        return true;
    }

    /// <summary>Takes over a run of events in which nothing else happened: only the newest of each kind matters.</summary>
    public void Take(MarketBatch batch, int offset, int count)
    {
        var events = batch.Events.Slice(offset, count);
        var first = 0;

        // Until the first mark is known event by event: it is kept for buy-and-hold.
        for (; FirstMark == 0m && first < events.Length; first++)
        {
            if (_mark.Apply(in events[first]))
            {
                MoveMark();
            }
        }

        if (_mark.ApplyAll(events[first..]))
        {
            MoveMark();
        }

        var (trade, book, message) = (-1, -1, -1);
        for (var index = events.Length - 1; index >= 0 && (trade < 0 || book < 0); index--)
        {
            switch (events[index].Kind)
            {
                case MarketEventKind.Trade or MarketEventKind.CandleStep:
                    trade = Math.Max(trade, index);
                    break;
                case MarketEventKind.Book:
                    book = Math.Max(book, index);
                    break;
                case MarketEventKind.Mark or MarketEventKind.Funding:
                    break;
                default:
                    continue;
            }

            message = Math.Max(message, index);
        }

        if (trade >= 0)
        {
            Keep(batch, in events[trade]);
        }

        if (book >= 0)
        {
            Keep(batch, in events[book]);
        }

        if (message >= 0)
        {
            _messageMs = events[message].TimeMs;
        }
    }

    /// <summary>What risk judges an order of this symbol by.</summary>
    public RiskMarket ForRisk() => new(
        Mark, Last, Bid, Ask, MessageAt, messageAgeMax,
        Levels(isBid: true), Levels(isBid: false));

    private void MoveMark()
    {
        KeepFirstMark();
        Mark = _mark.ToDecimal(priceScale);
    }

    private void KeepFirstMark()
    {
        if (FirstMark == 0m)
        {
            FirstMark = _mark.ToDecimal(priceScale);
        }
    }

    private void Keep(MarketBatch batch, in MarketEvent market)
    {
        switch (market.Kind)
        {
            case MarketEventKind.Trade or MarketEventKind.CandleStep:
                _last = market.Price;
                break;
            case MarketEventKind.Book:
                _bid = market.Price;
                _ask = market.AskPrice;
                _bidQuantity = market.Quantity;
                _askQuantity = market.AskQuantity;
                TakeDepth(batch.DepthOf(in market));
                break;
            case MarketEventKind.Mark or MarketEventKind.Funding:
                break;
            default:
                return;
        }

        _messageMs = market.TimeMs;
    }

    // Copied, because a reader may fill the arrays of a batch anew.
    private void TakeDepth(ReadOnlySpan<BookLevel> depth)
    {
        if (_depth.Length < depth.Length)
        {
            _depth = new BookLevel[depth.Length];
        }

        depth.CopyTo(_depth);
        _depthCount = depth.Length;
    }

    private ImmutableArray<PriceLevel> Levels(bool isBid)
    {
        var top = isBid ? _bid : _ask;
        if (top == 0)
        {
            return [];
        }

        var levels = ImmutableArray.CreateBuilder<PriceLevel>(_depthCount + 1);
        levels.Add(Level(top, isBid ? _bidQuantity : _askQuantity));
        foreach (ref readonly var level in _depth.AsSpan(0, _depthCount))
        {
            var price = isBid ? level.BidPrice : level.AskPrice;
            if (price == 0)
            {
                break;
            }

            levels.Add(Level(price, isBid ? level.BidQuantity : level.AskQuantity));
        }

        return levels.ToImmutable();
    }

    private PriceLevel Level(long price, long quantity) => new(Scaled.ToDecimal(price, priceScale), Scaled.ToDecimal(quantity, quantityScale));
}
