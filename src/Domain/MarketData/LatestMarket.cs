using System.Collections.Immutable;
using Trading.Domain.Orders;
using Trading.Domain.Risk;

namespace Trading.Domain.MarketData;

/// <summary>The newest prices of one symbol, as whoever walks its events sees them at the one being worked through.</summary>
public sealed class LatestMarket(int priceScale, int quantityScale, MarkSeries markSeries, TimeSpan? messageAgeMax)
{
    private long _last;
    private long _bid;
    private long _ask;
    private long _bidQuantity;
    private long _askQuantity;
    private MarkSource _mark = new(markSeries);
    private BookLevel[] _depth = [];
    private int _depthCount;
    private IBookDepth? _recorded;
    private int _recordedIndex;
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

    /// <summary>What risk judges an order by. Of the book it looks at the levels that a market order walks, and at no others.</summary>
    public RiskMarket ForRisk(OrderRequest request)
    {
        var walk = request.Type is OrderType.Market ? Walk(request.Side is Side.Sell, request.Quantity) : [];
        return new RiskMarket(
            Mark, Last, Bid, Ask, MessageAt, messageAgeMax, request.Side is Side.Sell ? walk : [], request.Side is Side.Sell ? [] : walk);
    }

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
                TakeDepth(batch, in market);
                break;
            case MarketEventKind.Mark or MarketEventKind.Funding:
                break;
            default:
                return;
        }

        _messageMs = market.TimeMs;
    }

    private void TakeDepth(MarketBatch batch, in MarketEvent book)
    {
        if (batch.RecordedDepth is { } recorded)
        {
            (_recorded, _recordedIndex, _depthCount) = (book.DepthIndex < 0 ? null : recorded, book.DepthIndex, 0);
            return;
        }

        // Copied, because a reader may fill the arrays of a batch anew.
        var depth = batch.DepthOf(in book);
        if (_depth.Length < depth.Length)
        {
            _depth = new BookLevel[depth.Length];
        }

        depth.CopyTo(_depth);
        (_recorded, _depthCount) = (null, depth.Length);
    }

    /// <summary>Levels of a side as far as a market order of this quantity walks; all when they do not hold it.</summary>
    private ImmutableArray<PriceLevel> Walk(bool isBid, decimal quantity)
    {
        var (price, displayed) = isBid ? (_bid, _bidQuantity) : (_ask, _askQuantity);
        var levels = ImmutableArray.CreateBuilder<PriceLevel>();
        for (var deeper = 0; price != 0; deeper++)
        {
            var level = new PriceLevel(Scaled.ToDecimal(price, priceScale), Scaled.ToDecimal(displayed, quantityScale));
            levels.Add(level);
            quantity -= level.Quantity;
            if (quantity <= 0m)
            {
                break;
            }

            (price, displayed) = Deeper(isBid, deeper);
        }

        return levels.ToImmutable();
    }

    private ScaledLevel Deeper(bool isBid, int level)
    {
        if (_recorded is { } recorded)
        {
            return level < recorded.Levels && recorded.Price(isBid, _recordedIndex, level) is not 0 and var price
                ? new ScaledLevel(price, recorded.Quantity(isBid, _recordedIndex, level)) : default;
        }

        return level >= _depthCount ? default
            : isBid ? new ScaledLevel(_depth[level].BidPrice, _depth[level].BidQuantity)
            : new ScaledLevel(_depth[level].AskPrice, _depth[level].AskQuantity);
    }
}
