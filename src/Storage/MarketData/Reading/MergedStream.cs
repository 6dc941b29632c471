using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

/// <summary>Merges the series of a symbol into batches: time, then heartbeat, gap, funding, mark, trade, book, then row.</summary>
internal sealed class MergedStream : IDisposable
{
    private const long SecondMs = 1000;

    private readonly MarketQuery _query;
    private readonly DatasetSymbol _symbol;

    // In the order in which equal times merge.
    private readonly EventCursor[] _cursors;
    private readonly TradeCursor? _trades;
    private readonly BookCursor? _books;
    private readonly RecordedDepth? _depth;
    private readonly DataGap[] _gaps;
    private readonly EventBuffer _buffer;
    private readonly CancellationToken _cancellation;
    private readonly long _lastHeartbeatMs;

    // Where the rows of a run stand in the batch.
    private readonly ushort[] _tradePlaces;
    private readonly ushort[] _bookPlaces;
    private readonly ushort[] _heartbeatPlaces;
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
        _trades = _cursors.OfType<TradeCursor>().FirstOrDefault();
        _books = _cursors.OfType<BookCursor>().FirstOrDefault();
        _gaps = query.TradesOnly ? [] : [.. symbol.Gaps.Where(gap => gap.ToMs >= fromMs && gap.ToMs < toMs)];
        _buffer = new EventBuffer(query.BatchSize, depthLevels);
        (_tradePlaces, _bookPlaces, _heartbeatPlaces) = (new ushort[query.BatchSize], new ushort[query.BatchSize], new ushort[query.BatchSize]);
        _heartbeatMs = query.TradesOnly || fromMs >= toMs ? SeriesCursor.Over : (fromMs + SecondMs - 1) / SecondMs * SecondMs;
        _lastHeartbeatMs = (toMs - 1) / SecondMs * SecondMs;
        _heartbeatMs = _heartbeatMs > _lastHeartbeatMs ? SeriesCursor.Over : _heartbeatMs;
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
                WriteHeartbeat(ref _buffer.Events[count++], _heartbeatMs);
                _heartbeatMs = NextHeartbeat(_heartbeatMs);
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
            else if (_trades is { TimeMs: not SeriesCursor.Over } trades && _books is { TimeMs: not SeriesCursor.Over } books && (first == trades || first == books) && firstMs < _lastHeartbeatMs)
            {
                count = Weave(trades, books, count, Math.Min(LimitOfOthers(), gapMs));
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

    /// <summary>Gives back what cursors hold. Levels of the newest book stay readable: positions are closed against it at the end.</summary>
    public void Dispose() => Array.ForEach(_cursors, cursor => cursor.Dispose());

    /// <summary>
    /// Trades, books and heartbeats are nearly everything and alternate in no pattern that a branch predictor would find. So their order is found first,
    /// without a branch on it, then each kind is written in a loop of its own: up to the first event of another kind, the end of a segment or of the room.
    /// </summary>
    /// <param name="limitMs">Time of the first event of another kind, which comes before those of the same time.</param>
    private int Weave(TradeCursor trades, BookCursor books, int count, long limitMs)
    {
        var (trade, book, heartbeat) = (0, 0, 0);
        ReadOnlySpan<long> tradeTimes = trades.Times.AsSpan(trades.Row..trades.Rows);
        ReadOnlySpan<long> bookTimes = books.Times.AsSpan(books.Row..books.Rows);
        var (tradePlaces, bookPlaces, heartbeatPlaces) = (_tradePlaces, _bookPlaces, _heartbeatPlaces);
        var heartbeatMs = _heartbeatMs;

        // The last heartbeat, after which there is no next, and what follows are left to others.
        var endMs = Math.Min(limitMs, _lastHeartbeatMs);
        for (; count < _buffer.Capacity && trade < tradeTimes.Length && book < bookTimes.Length; count++)
        {
            // All ones when the book is first. A conditional expression in a loop becomes a branch, signs do not.
            var lead = bookTimes[book] - tradeTimes[trade];
            var bookFirst = lead >> 63;
            var firstMs = tradeTimes[trade] + (lead & bookFirst);
            if (firstMs >= endMs)
            {
                break;
            }

            var isHeartbeat = 1 + (int)((firstMs - heartbeatMs) >> 63);
            var isTrade = (1 + (int)bookFirst) & ~isHeartbeat;
            heartbeatPlaces[heartbeat] = tradePlaces[trade] = bookPlaces[book] = (ushort)count;
            heartbeat += isHeartbeat;
            trade += isTrade;
            book += 1 - isHeartbeat - isTrade;
            heartbeatMs += -isHeartbeat & SecondMs;
        }

        for (var index = 0; index < heartbeat; index++, _heartbeatMs += SecondMs)
        {
            WriteHeartbeat(ref _buffer.Events[heartbeatPlaces[index]], _heartbeatMs);
        }

        trades.Emit(_buffer, tradePlaces.AsSpan(0, trade));
        books.Emit(_buffer, bookPlaces.AsSpan(0, book));
        return count;
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

    private long LimitOfOthers()
    {
        var limitMs = SeriesCursor.Over;
        foreach (var cursor in _cursors)
        {
            if (cursor != _trades && cursor != _books)
            {
                limitMs = Math.Min(limitMs, cursor.TimeMs);
            }
        }

        return limitMs;
    }

    private static void WriteHeartbeat(ref MarketEvent market, long timeMs) =>
        market = new MarketEvent { TimeMs = timeMs, Kind = MarketEventKind.Heartbeat, DepthIndex = -1 };

    private long NextHeartbeat(long timeMs) => timeMs + SecondMs > _lastHeartbeatMs ? SeriesCursor.Over : timeMs + SecondMs;
}
