using Trading.Domain.Indicators.Candles;
using Trading.Domain.Indicators.Columns;
using Trading.Domain.Indicators.Histories;
using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators;

/// <summary>
/// The indicators of one symbol: shared by all instances on it, single-threaded. <see cref="Append"/> makes events the current
/// block; <see cref="Column"/> computes what is asked for. A slot may be left alone for any number of blocks. Events of a block stay as they
/// are until the next one, or until <see cref="KeepBlock"/>.
/// </summary>
/// <remarks>
/// A gap is told by <see cref="MarketEventKind.Gap"/> events. One whose time equals its beginning says that data stop here: everything
/// is unknown until the next data or the gap's end. One that lies later says that data were missing until now. Either leaves the
/// stretch out of averages, makes last values unknown until their series' next event and, above 2 s, volumes and counts unknown
/// while it lies in their current window.
/// </remarks>
public sealed class IndicatorSet : IIndicatorColumns
{
    /// <summary>Largest block.</summary>
    public const int BlockSizeMax = 512;

    private readonly int _priceScale;
    private readonly int _quantityScale;
    private readonly long _staleAfterMs;
    private readonly Block _block = new();
    private readonly Coverage _coverage = new();
    private readonly IndicatorSlot[] _slots;
    private readonly TradeHistory? _trades;
    private readonly BookHistory? _books;
    private readonly bool _readsNewestBook;
    private readonly CandleSeries[] _candles;
    private readonly IBlockwise[] _blockwise;
    private readonly int[] _tradeRows = new int[BlockSizeMax];
    private long _now = long.MinValue;
    private long _lastMessageMs = long.MinValue;
    private long _lastTradeMs = long.MinValue;
    private long _lastBookMs = long.MinValue;
    private long _nextCloseMs = long.MaxValue;
    private long _gapFromMs;
    private bool _isInGap;

    /// <param name="priceScale">Decimals of prices in the batches to come.</param>
    /// <param name="quantityScale">Decimals of quantities.</param>
    /// <param name="specs">One slot each; equal specs share their computation. None may be an instance indicator.</param>
    /// <param name="staleAfter">On a live feed 30 s: silence from which on everything is unknown. Null for datasets.</param>
    /// <param name="mark">Series that the mark comes from when that is known beforehand; else the best one seen so far.</param>
    /// <exception cref="ArgumentException">An instance indicator.</exception>
    public IndicatorSet(
        int priceScale, int quantityScale, IReadOnlyList<IndicatorSpec> specs, TimeSpan? staleAfter = null, MarkSeries mark = MarkSeries.None)
    {
        (_priceScale, _quantityScale, Specs) = (priceScale, quantityScale, specs);
        _staleAfterMs = staleAfter is { } span ? (long)span.TotalMilliseconds : long.MaxValue;
        var graph = new ColumnGraph(priceScale, quantityScale, mark);
        var distinct = new Dictionary<IndicatorSpec, IndicatorSlot>();
        _slots = new IndicatorSlot[specs.Count];
        for (var slot = 0; slot < specs.Count; slot++)
        {
            if (!distinct.TryGetValue(specs[slot], out var shared))
            {
                var column = specs[slot].Build(graph)
                    ?? throw new ArgumentException($"{specs[slot].Type} is computed by the strategy instance, not from market data.", nameof(specs));
                distinct.Add(specs[slot], shared = new IndicatorSlot(specs[slot], column));
            }

            _slots[slot] = shared;
        }

        (_trades, _books, _readsNewestBook) = (graph.Trades, graph.Books, graph.ReadsNewestBook);
        _candles = [.. graph.Candles];
        _blockwise = [.. graph.Blockwise];
    }

    public int Count => _block.Count;

    public IReadOnlyList<IndicatorSpec> Specs { get; }

    /// <summary>Largest timestamp seen, Unix ms; the reference time of the last event of the block.</summary>
    public long NowMs => _now;

    /// <summary>Trades and books left out because they were older than the last one of their series.</summary>
    public long DroppedCount { get; private set; }

    /// <summary>Makes <paramref name="count"/> events of the batch, from <paramref name="offset"/>, the current block.</summary>
    /// <exception cref="ArgumentException">More than <see cref="BlockSizeMax"/> events, or other scales than the set's.</exception>
    public void Append(MarketBatch batch, int offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BlockSizeMax);
        if (batch.PriceScale != _priceScale || batch.QuantityScale != _quantityScale)
        {
            throw new ArgumentException(
                $"{batch.Symbol}: scales {batch.PriceScale}/{batch.QuantityScale} differ from the set's {_priceScale}/{_quantityScale}.", nameof(batch));
        }

        BeginBlock(batch, offset, count);
        if (!TryTakeOrdinary())
        {
            TakeOneByOne();
        }

        _trades?.KeepOld(_now);
        _books?.KeepOld(_now);
    }

    /// <summary>
    /// For a caller whose next step overwrites the events of the current block: keeps them, because columns nobody has asked for yet, and the block
    /// that comes next, read them still. Repeating it changes nothing.
    /// </summary>
    public void KeepBlock() => _block.Keep();

    /// <inheritdoc/>
    public ReadOnlySpan<double> Column(int slot) => _slots[slot].Get(_block, _coverage);

    /// <inheritdoc/>
    public double WarmupPct(int slot) => _slots[slot].WarmupPct(_now, _coverage);

    /// <summary>
    /// Nearly every block of a dataset: data have begun, no gap, times in order, nothing that closes candles. Trades and books follow each other in no
    /// pattern that a branch predictor would find, so that kinds are arithmetic here and only trades are then gone through one by one.
    /// </summary>
    /// <returns>False, and nothing taken, when there is more to the block than that.</returns>
    private bool TryTakeOrdinary()
    {
        if (!_coverage.HasBegun || _isInGap || _staleAfterMs != long.MaxValue || _candles.Length > 0 || _trades is null || _books is not null)
        {
            return false;
        }

        var events = _block.Events;
        var nows = _block.Now.AsSpan(0, events.Length);
        var bookRows = _block.BookRow.AsSpan(0, events.Length);
        var latest = _trades.Latest.AsSpan(0, events.Length);
        var tradeRows = _tradeRows.AsSpan(0, events.Length);
        var (now, bookRow, found, lastTrade, odd) = (_now, _block.BookRowBefore, 0, _trades.Recent.Last, 0L);
        for (var row = 0; row < events.Length; row++)
        {
            ref readonly var market = ref events[row];
            var timeMs = market.TimeMs;
            var isTrade = market.Kind is MarketEventKind.Trade ? 1 : 0;
            var isBook = market.Kind is MarketEventKind.Book ? 1 : 0;
            odd |= timeMs - now;
            odd |= -isTrade & ((market.Price - 1) | market.Quantity);
            odd |= -(long)((market.Kind is MarketEventKind.Gap ? 1 : 0) | (market.Kind is MarketEventKind.CandleStep ? 1 : 0));
            now = timeMs;
            nows[row] = timeMs;
            bookRow += -isBook & (row - bookRow);
            bookRows[row] = bookRow;
            tradeRows[found] = row;
            found += isTrade;
            latest[row] = lastTrade + found;
        }

        // The sign of a difference or of a price tells what is out of order.
        if (odd < 0)
        {
            return false;
        }

        foreach (var row in tradeRows[..found])
        {
            _trades.Push(events[row]);
        }

        TakeTimes(events, found > 0 ? tradeRows[found - 1] : -1, bookRow);
        _now = now;
        return true;
    }

    private void TakeTimes(ReadOnlySpan<MarketEvent> events, int lastTradeRow, int lastBookRow)
    {
        _lastTradeMs = lastTradeRow >= 0 ? events[lastTradeRow].TimeMs : _lastTradeMs;
        _lastBookMs = lastBookRow >= 0 ? events[lastBookRow].TimeMs : _lastBookMs;
        for (var row = events.Length - 1; row >= 0; row--)
        {
            if (events[row].Kind is MarketEventKind.Trade or MarketEventKind.Book or MarketEventKind.Mark)
            {
                _lastMessageMs = events[row].TimeMs;
                return;
            }
        }
    }

    private void TakeOneByOne()
    {
        var now = _now;
        var bookRow = _block.BookRowBefore;
        var events = _block.Events;
        var nows = _block.Now.AsSpan(0, events.Length);
        var bookRows = _readsNewestBook ? _block.BookRow.AsSpan(0, events.Length) : default;
        var latestTrades = _trades is null ? default : _trades.Latest.AsSpan(0, events.Length);
        var latestBooks = _books is null ? default : _books.Latest.AsSpan(0, events.Length);
        for (var row = 0; row < events.Length; row++)
        {
            ref readonly var market = ref events[row];
            now = Math.Max(now, market.TimeMs);
            nows[row] = now;
            if (now >= _nextCloseMs)
            {
                CloseCandles(now, row);
            }

            switch (market.Kind)
            {
                case MarketEventKind.Trade or MarketEventKind.CandleStep:
                    TakeMessage(now, row);
                    TakeTrade(market, now);
                    break;
                case MarketEventKind.Book:
                    TakeMessage(now, row);
                    bookRow = TakeBook(market) ? row : bookRow;
                    break;
                case MarketEventKind.Heartbeat:
                    TakeSilence(now, row);
                    break;
                case MarketEventKind.Gap:
                    bookRow = Block.BookUnknown;
                    TakeGap(market.Quantity, now, row);
                    break;
                case MarketEventKind.Mark:
                    TakeMessage(now, row);
                    break;
                default:
                    // A funding date comes from a calendar: it says nothing about the feed.
                    TakeSilence(now, row);
                    break;
            }

            if (!bookRows.IsEmpty)
            {
                bookRows[row] = bookRow;
            }

            if (!latestTrades.IsEmpty)
            {
                latestTrades[row] = _trades!.Recent.Last;
            }

            if (!latestBooks.IsEmpty)
            {
                latestBooks[row] = _books!.Recent.Last;
            }
        }

        _now = now;
    }

    private void BeginBlock(MarketBatch batch, int offset, int count)
    {
        if (_block.Count > 0)
        {
            foreach (var column in _blockwise)
            {
                column.FinishBlock(_block);
            }
        }

        if (count > 0)
        {
            ref readonly var next = ref batch.Events[offset];
            var begin = BeginOf(next);
            _trades?.KeepOld(begin);
            foreach (var column in _blockwise)
            {
                column.AdvanceTo(begin, Math.Max(_now, next.TimeMs));
            }

            _trades?.BeginBlock(begin);
            _books?.BeginBlock(begin);
            _coverage.Gaps.Trim(begin);
        }

        _coverage.BeginBlock();
        foreach (var series in _candles)
        {
            series.BeginBlock();
        }

        _block.Begin(batch, offset, count);
    }

    /// <summary>Up to here nothing the next event says can change what was: a gap reaches back to its beginning.</summary>
    private long BeginOf(in MarketEvent next) =>
        Math.Max(_now, next.Kind == MarketEventKind.Gap ? Math.Min(next.TimeMs, next.Quantity) : next.TimeMs);

    /// <summary>Data begin with the first event of a feed; heartbeats and funding dates say nothing about it.</summary>
    private void TakeMessage(long now, int row)
    {
        if (!_coverage.HasBegun)
        {
            _coverage.Begin(now);
        }

        if (_isInGap)
        {
            EndGap(now, row);
        }

        _lastMessageMs = now;
    }

    private void TakeTrade(in MarketEvent trade, long now)
    {
        if (trade.Price <= 0 || trade.Quantity < 0)
        {
            return;
        }

        if (trade.TimeMs < _lastTradeMs)
        {
            DroppedCount++;
            return;
        }

        _lastTradeMs = trade.TimeMs;
        if (_trades is not null)
        {
            if (trade.TimeMs < now)
            {
                _trades.NoteLatePoint();
            }

            _trades.Push(trade);
        }

        foreach (var series in _candles)
        {
            series.Add(trade, _coverage.FirstMs);
            _nextCloseMs = Math.Min(_nextCloseMs, series.EndMs);
        }
    }

    /// <returns>False when the book is older than the newest one.</returns>
    private bool TakeBook(in MarketEvent book)
    {
        if (book.TimeMs < _lastBookMs)
        {
            DroppedCount++;
            return false;
        }

        _lastBookMs = book.TimeMs;
        _books?.Push(book);
        return true;
    }

    private void TakeSilence(long now, int row)
    {
        if (_isInGap || (_lastMessageMs != long.MinValue && now - _lastMessageMs >= _staleAfterMs))
        {
            _coverage.MarkStale(row);
        }
    }

    private void TakeGap(long fromMs, long now, int row)
    {
        var from = _isInGap ? Math.Min(_gapFromMs, fromMs) : fromMs;
        _trades?.PushUnknown(Math.Min(from, now));
        _trades?.NoteLatePoint();
        _books?.PushUnknown(Math.Min(from, now));
        (_isInGap, _gapFromMs) = (true, Math.Min(from, now));
        if (fromMs < now)
        {
            EndGap(now, row);
        }
        else
        {
            _coverage.MarkStale(row);
        }
    }

    private void EndGap(long now, int row)
    {
        _isInGap = false;
        if (now - _gapFromMs <= GapLog.ToleratedMs)
        {
            return;
        }

        _coverage.Gaps.Add(_gapFromMs, now, _block.RowsBefore + row);
        foreach (var series in _candles)
        {
            series.MarkGap();
        }
    }

    private void CloseCandles(long now, int row)
    {
        _nextCloseMs = long.MaxValue;
        foreach (var series in _candles)
        {
            if (series.EndMs <= now)
            {
                series.Close(row);
            }

            _nextCloseMs = Math.Min(_nextCloseMs, series.EndMs);
        }
    }
}
