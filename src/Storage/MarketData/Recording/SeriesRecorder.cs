using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Recording;

/// <summary>
/// One kind of a recording: what came since the last cut becomes a small segment, and what small segments hold together becomes a whole one
/// that takes their place once it is full or old enough.
/// </summary>
internal sealed class SeriesRecorder
{
    /// <summary>Small segments become a whole one after this much event time.</summary>
    private const long WholeMsMax = 600_000;

    private readonly Symbol _symbol;
    private readonly SeriesKind _kind;
    private readonly TakenSegment _taken = new();
    private readonly SeriesWriter _whole;
    private readonly SeriesWriter _part;
    private readonly int[] _scales;

    /// <summary>Ordinal of the first row of <see cref="_whole"/>.</summary>
    private int _first;
    private int _next;
    private long _lastMs;
    private long _wholeFromMs;

    /// <param name="ordinal">Of the next segment.</param>
    /// <param name="lastMs">Time of the last row that is stored, Unix ms; below all times when none is.</param>
    public SeriesRecorder(Symbol symbol, SeriesKind kind, int ordinal, long lastMs)
    {
        (_symbol, _kind, _first, _next, _lastMs) = (symbol, kind, ordinal, ordinal, lastMs);
        _whole = new SeriesWriter(symbol, kind, interval: null, _taken);
        _part = new SeriesWriter(symbol, kind, interval: null, _taken);
        _scales = new int[SeriesSchema.Of(kind).Columns.Count];
    }

    /// <summary>Nothing fits any more before the next cut.</summary>
    public bool IsFull => _whole.Block.Room == 0;

    private bool IsWholeDue => IsFull || (_whole.Block.Count > 0 && _lastMs - _wholeFromMs >= WholeMsMax);

    /// <returns>False, and nothing changed, when the row runs backwards or does not fit beside the others at one scale.</returns>
    public bool TryAppend(ReadOnlySpan<long> values, int priceScale, int quantityScale)
    {
        var timeMs = values[SeriesSchema.Time];
        if (timeMs < _lastMs)
        {
            return false;
        }

        var columns = SeriesSchema.Of(_kind).Columns;
        for (var column = 0; column < values.Length; column++)
        {
            _scales[column] = columns[column].Role switch
            {
                ColumnRole.Price => priceScale,
                ColumnRole.Quantity => quantityScale,
                _ => 0,
            };
        }

        // Both have taken the same rows at the same scales, so one takes what the other takes.
        if (!_whole.TryAppend(values, _scales) || !_part.TryAppend(values, _scales))
        {
            return false;
        }

        _wholeFromMs = _whole.Block.Count == 1 ? timeMs : _wholeFromMs;
        _lastMs = timeMs;
        return true;
    }

    /// <summary>What has to be stored now, and counts as stored from now on.</summary>
    /// <param name="isLast">Small segments become a whole one, however few they are.</param>
    /// <returns>Null when there is nothing.</returns>
    public async Task<RecordedSegment?> CutAsync(bool isLast, CancellationToken cancellation)
    {
        if (IsWholeDue || (isLast && _whole.Block.Count > 0))
        {
            await _whole.FlushAsync(cancellation);
            _part.Block.Clear();
            var whole = new RecordedSegment(_taken.Take(_symbol, _kind, _first), _next);
            _next = ++_first;
            return whole;
        }

        if (_part.Block.Count == 0)
        {
            return null;
        }

        await _part.FlushAsync(cancellation);
        return new RecordedSegment(_taken.Take(_symbol, _kind, _next), _next++);
    }

    /// <summary>Holds the segment that a writer has just written.</summary>
    private sealed class TakenSegment : ISegmentSink
    {
        private SegmentEntry? _entry;
        private byte[] _bytes = [];

        public Task AppendAsync(SegmentEntry segment, ReadOnlyMemory<byte> parquet, CancellationToken cancellation)
        {
            (_entry, _bytes) = (segment, parquet.ToArray());
            return Task.CompletedTask;
        }

        public NewSegment Take(Symbol symbol, SeriesKind kind, int ordinal) => new(
            symbol, SeriesKinds.NameOf(kind), ordinal, DateTimeOffset.FromUnixTimeMilliseconds(_entry!.FromMs),
            DateTimeOffset.FromUnixTimeMilliseconds(_entry.ToMs), _entry.Rows, _bytes);
    }
}
