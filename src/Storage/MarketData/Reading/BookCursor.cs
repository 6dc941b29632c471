using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

/// <param name="depthLevels">Deeper levels that are written with each event.</param>
/// <param name="depth">Takes the segments over to read deeper levels on demand; null where that is not wanted.</param>
internal sealed class BookCursor(
    ISegmentSource segments, DatasetSymbol symbol, int depthLevels, RecordedDepth? depth, long fromMs, long toMs, CancellationToken cancellation)
    : EventCursor(segments, symbol, SeriesKind.Book, SeriesSchema.Time + 1, fromMs, toMs, cancellation)
{
    private readonly RowColumn _bids = new();
    private readonly RowColumn _bidQuantities = new();
    private readonly RowColumn _asks = new();
    private readonly RowColumn _askQuantities = new();

    // Those that the segment does not have are null: they read as zeros, never as what an earlier segment left there.
    private readonly SegmentColumn?[] _levels = new SegmentColumn[depthLevels * SeriesSchema.DepthColumns];

    private int _firstIndex = -1;

    /// <summary>Depth index of the newest book written; −1 before the first, and when it has no deeper level.</summary>
    public int NewestIndex { get; private set; } = -1;

    // Member by member: a whole event would be made beside its place and copied there.
    protected override void Write(EventBuffer buffer, ReadOnlySpan<ushort> places)
    {
        var events = buffer.Events.AsSpan();
        ReadOnlySpan<long> times = Times.AsSpan(Row, places.Length);
        var bids = _bids.Read(Row, places.Length);
        var bidQuantities = _bidQuantities.Read(Row, places.Length);
        var asks = _asks.Read(Row, places.Length);
        var askQuantities = _askQuantities.Read(Row, places.Length);
        var (firstIndex, step) = _firstIndex >= 0 ? (_firstIndex + Row, 1) : (-1, 0);
        for (var index = 0; index < places.Length; index++)
        {
            ref var market = ref events[places[index]];
            market.TimeMs = times[index];
            market.Price = bids[index];
            market.Quantity = bidQuantities[index];
            market.AskPrice = asks[index];
            market.AskQuantity = askQuantities[index];
            market.Side = default;
            market.Kind = MarketEventKind.Book;
            market.DepthIndex = firstIndex + (step * index);
        }

        WriteDepth(buffer, places);
        NewestIndex = places.IsEmpty ? NewestIndex : firstIndex + (step * (places.Length - 1));
    }

    protected override void OnLoaded(SegmentReader segment)
    {
        if (depth is null)
        {
            Hold(segment);
        }
        else
        {
            _firstIndex = depth.Take(segment);
        }

        var (priceFactor, quantityFactor) = (PriceFactorOf(segment), QuantityFactorOf(segment));
        _bids.Segment.Load(segment, SeriesSchema.Bid, priceFactor, Cancellation);
        _bidQuantities.Segment.Load(segment, SeriesSchema.BidQuantity, quantityFactor, Cancellation);
        _asks.Segment.Load(segment, SeriesSchema.Ask, priceFactor, Cancellation);
        _askQuantities.Segment.Load(segment, SeriesSchema.AskQuantity, quantityFactor, Cancellation);
        for (var level = 0; level < _levels.Length; level++)
        {
            var column = SeriesSchema.Depth + level;
            _levels[level] = segment.Has(column) ? _levels[level] ?? new SegmentColumn() : null;
            _levels[level]?.Load(segment, column, level % 2 == 0 ? priceFactor : quantityFactor, Cancellation);
        }
    }

    /// <summary>Gives each book that has a deeper level all of them.</summary>
    private void WriteDepth(EventBuffer buffer, ReadOnlySpan<ushort> places)
    {
        for (var index = 0; _levels.Length > 0 && index < places.Length; index++)
        {
            var row = Row + index;
            if (Value(0, row) == 0 && Value(2, row) == 0)
            {
                continue;
            }

            buffer.Events[places[index]].DepthIndex = buffer.LevelCount;
            var at = 0;
            foreach (ref var level in buffer.AddLevels())
            {
                level.BidPrice = Value(at, row);
                level.BidQuantity = Value(at + 1, row);
                level.AskPrice = Value(at + 2, row);
                level.AskQuantity = Value(at + 3, row);
                at += SeriesSchema.DepthColumns;
            }
        }
    }

    private long Value(int level, int row) => _levels[level] is { } column ? column[row] : 0;
}
