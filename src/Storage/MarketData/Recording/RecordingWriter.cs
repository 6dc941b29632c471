using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Recording;

/// <summary>
/// Turns the events of one market into the segments and gaps of a recording. Goes on where an earlier writer's last stored row was: what lies
/// between that and the first event is a gap. Not thread-safe.
/// </summary>
public sealed class RecordingWriter
{
    private readonly string _importId;
    private readonly Dictionary<SeriesKind, SeriesRecorder> _series;
    private readonly long[] _values = new long[EventRows.ColumnsMax];
    private readonly List<RecordingGapRow> _gaps = [];
    private long? _lastMs;

    /// <summary>Time of the last event before a gap whose end has not come.</summary>
    private long? _brokenMs;
    private long _badRows;
    private bool _hasNews;

    /// <param name="kinds">What is recorded; other events are left out.</param>
    public RecordingWriter(OpenRecording recording, IEnumerable<SeriesKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var ends = recording.Ends.ToDictionary(end => end.Kind, StringComparer.Ordinal);
        (_importId, _badRows) = (recording.Import.Id, recording.Import.BadRowCount);
        _series = kinds.ToDictionary(kind => kind, kind => ends.TryGetValue(SeriesKinds.NameOf(kind), out var end)
            ? new SeriesRecorder(recording.Import.Symbol, kind, end.NextOrdinal, end.To.ToUnixTimeMilliseconds())
            : new SeriesRecorder(recording.Import.Symbol, kind, ordinal: 0, lastMs: long.MinValue));
        _lastMs = _brokenMs = recording.Ends.Count == 0 ? null : recording.Ends.Max(end => end.To.ToUnixTimeMilliseconds());
    }

    /// <summary>A segment is full: the next event must wait for a cut.</summary>
    public bool IsFull => _series.Values.Any(series => series.IsFull);

    /// <summary>Events are missing from here until the next one.</summary>
    public void Break() => _brokenMs ??= _lastMs;

    /// <summary>Takes one event of the batch. Nothing must be full.</summary>
    public void Take(MarketBatch batch, int index)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ref readonly var market = ref batch.Events[index];
        if (market.Kind is MarketEventKind.Gap)
        {
            Break();
            return;
        }

        if (EventRows.Fill(batch, index, _values) is not { } row)
        {
            return;
        }

        Bridge(market.TimeMs);
        _lastMs = market.TimeMs;
        if (_series.TryGetValue(row.Kind, out var series))
        {
            _hasNews = true;
            _badRows += series.TryAppend(_values.AsSpan(0, row.Columns), batch.PriceScale, batch.QuantityScale) ? 0 : 1;
        }
    }

    /// <summary>What has to be stored now, and counts as stored from now on.</summary>
    /// <param name="isLast">Nothing follows: small segments become whole ones.</param>
    /// <returns>Null when there is nothing.</returns>
    public async Task<RecordedPart?> CutAsync(bool isLast, CancellationToken cancellation = default)
    {
        if (!_hasNews && !isLast)
        {
            return null;
        }

        var segments = new List<RecordedSegment>();
        foreach (var series in _series.Values)
        {
            if (await series.CutAsync(isLast, cancellation) is { } segment)
            {
                segments.Add(segment);
            }
        }

        var part = new RecordedPart(segments, [.. _gaps], _badRows);
        _gaps.Clear();
        _hasNews = false;
        return part;
    }

    private void Bridge(long timeMs)
    {
        if (_brokenMs is { } fromMs && timeMs > fromMs)
        {
            _gaps.Add(new RecordingGapRow(_importId, DateTimeOffset.FromUnixTimeMilliseconds(fromMs), DateTimeOffset.FromUnixTimeMilliseconds(timeMs)));
            _hasNews = true;
        }

        _brokenMs = null;
    }
}
