namespace Trading.Storage.MarketData.Segments;

/// <summary>Takes the segments of one import. They become visible to readers only when the import is finished as ready.</summary>
public interface ISegmentSink
{
    /// <param name="parquet">Valid until the call completes.</param>
    Task AppendAsync(SegmentEntry segment, ReadOnlyMemory<byte> parquet, CancellationToken cancellation);
}
