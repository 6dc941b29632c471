using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Stored;

/// <summary>Stores the segments of one run of an import; they become visible when the import completes.</summary>
public sealed class ImportSegmentSink(DatasetStore store, string importId, string runId) : ISegmentSink
{
    /// <exception cref="StaleRunException">Another run took the import over, or it is over.</exception>
    public Task AppendAsync(SegmentEntry segment, ReadOnlyMemory<byte> parquet, CancellationToken cancellation) => store.AppendSegmentAsync(
        importId,
        runId,
        new NewSegment(
            segment.Symbol,
            SeriesKinds.NameOf(segment.Kind),
            segment.Ordinal,
            DateTimeOffset.FromUnixTimeMilliseconds(segment.FromMs),
            DateTimeOffset.FromUnixTimeMilliseconds(segment.ToMs),
            segment.Rows,
            parquet),
        cancellation);
}
