using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

/// <summary>Merges the series of a symbol into batches: time, then heartbeat, gap, funding, mark, trade, book, then row.</summary>
internal sealed class MergedStream
{
    private const long SecondMs = 1000;

    private readonly MarketQuery _query;
    private readonly DatasetSymbol _symbol;

    // In the order in which equal times merge.
    private readonly EventCursor[] _cursors;
    private readonly BookCursor? _books;
    private readonly RecordedDepth? _depth;
    private readonly DataGap[] _gaps;
    private readonly EventBuffer _buffer;
    private readonly CancellationToken _cancellation;
    private readonly long _lastHeartbeatMs;
    private long _heartbeatMs;
    private int _nextGap;

    public MergedStream(ISegmentSource segments, DatasetSymbol symbol, MarketQuery query, CancellationToken cancellation)
    {
        (_query, _symbol, _cancellation) = (query, symbol, cancellation);
        // The last candle closes when the clock reaches its end, so the time line includes it.
        var lastMs = symbol.IsReplayedFromCandles ? symbol.ToMs + 1 : symbol.ToMs;
        var fromMs = Math.Max(query.FromMs ?? long.MinValue, symbol.FromMs);
        var toMs = Math.Min(query.ToMs ?? long.MaxValue, lastMs + 1);
        var kinds = symbol.Series.Select(series => series.Kind)
            .Where(kind => kind is not SeriesKind.Candles && (!query.TradesOnly || kind is SeriesKind.Trades));
        var depthLevels = query.TradesOnly ? 0 : symbol.Find(SeriesKind.Book)?.DepthLevels ?? 0;
        if (query.DepthOnDemand && depthLevels > 0)
        {
            _depth = new RecordedDepth(symbol, depthLevels, cancellation);
            depthLevels = 0;
        }

        _cursors = [.. kinds.Order().Select(kind => Open(segments, kind, depthLevels, fromMs, toMs))];
        _books = _cursors.OfType<BookCursor>().FirstOrDefault();
        _gaps = query.TradesOnly ? [] : [.. symbol.Gaps.Where(gap => gap.ToMs >= fromMs && gap.ToMs < toMs)];
        _buffer = new EventBuffer(query.BatchSize, depthLevels);
        _heartbeatMs = query.TradesOnly || fromMs >= toMs ? SeriesCursor.Over : (fromMs + SecondMs - 1) / SecondMs * SecondMs;
        _lastHeartbeatMs = (toMs - 1) / SecondMs * SecondMs;
        SkipHeartbeats();
    }

    /// <returns>Null when the stream is over.</returns>
    public MarketBatch? Next()
    {
        _cancellation.ThrowIfCancellationRequested();
        _depth?.Leave(_books!.NewestIndex);
        _buffer.Begin(_query.ReuseArrays);
        var count = 0;
        while (count < _buffer.Capacity)
        {
            var first = First();
            var firstMs = first?.TimeMs ?? SeriesCursor.Over;
            var gapMs = _nextGap < _gaps.Length ? _gaps[_nextGap].ToMs : SeriesCursor.Over;
            if (_heartbeatMs <= Math.Min(firstMs, gapMs) && _heartbeatMs != SeriesCursor.Over)
            {
                _buffer.Events[count++] = new MarketEvent { TimeMs = _heartbeatMs, Kind = MarketEventKind.Heartbeat, DepthIndex = -1 };
                _heartbeatMs += SecondMs;
                SkipHeartbeats();
            }
            else if (gapMs <= firstMs && gapMs != SeriesCursor.Over)
            {
                _buffer.Events[count++] = new MarketEvent
                {
                    TimeMs = gapMs,
                    Quantity = _gaps[_nextGap++].FromMs,
                    Kind = MarketEventKind.Gap,
                    DepthIndex = -1,
                };
            }
            else if (first is null)
            {
                break;
            }
            else
            {
                count = first.Emit(_buffer, count, Limit(first, Math.Min(_heartbeatMs, gapMs)));
            }
        }

        return count == 0
            ? null
            : new MarketBatch(_symbol.Symbol, _symbol.PriceScale, _symbol.QuantityScale, _buffer.Events, count, _buffer.Levels, _buffer.DepthLevels, _depth);
    }

    private EventCursor Open(ISegmentSource segments, SeriesKind kind, int depthLevels, long fromMs, long toMs) => kind switch
    {
        SeriesKind.Trades => new TradeCursor(segments, _symbol, fromMs, toMs, _cancellation),
        SeriesKind.Book => new BookCursor(segments, _symbol, depthLevels, _depth, fromMs, toMs, _cancellation),
        SeriesKind.Mark => new MarkCursor(segments, _symbol, fromMs, toMs, _cancellation),
        _ => new FundingCursor(segments, _symbol, fromMs, toMs, _cancellation),
    };

    private EventCursor? First()
    {
        EventCursor? first = null;
        var firstMs = SeriesCursor.Over;
        foreach (var cursor in _cursors)
        {
            if (cursor.TimeMs < firstMs)
            {
                (first, firstMs) = (cursor, cursor.TimeMs);
            }
        }

        return first;
    }

    /// <summary>The last time up to which the cursor comes before all others.</summary>
    private long Limit(EventCursor first, long interruptMs)
    {
        var limitMs = interruptMs - 1;
        var isBefore = true;
        foreach (var cursor in _cursors)
        {
            if (cursor == first)
            {
                isBefore = false;
            }
            else
            {
                limitMs = Math.Min(limitMs, isBefore ? cursor.TimeMs - 1 : cursor.TimeMs);
            }
        }

        return limitMs;
    }

    private void SkipHeartbeats() => _heartbeatMs = _heartbeatMs > _lastHeartbeatMs ? SeriesCursor.Over : _heartbeatMs;
}
