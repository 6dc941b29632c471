using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Import;

/// <summary>Reads one file (CSV plain, gzip or zip; Parquet) into segments. A faulty file is an answer, never an exception.</summary>
public static class SeriesImporter
{
    /// <param name="file">Seekable, from its beginning.</param>
    /// <returns>The result; with a <see cref="ImportOutcome.Failure"/> what the sink took must be thrown away.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; what the sink took must be thrown away.</exception>
    public static Task<ImportOutcome> ImportAsync(
        Stream file, ImportRequest request, ISegmentSink sink, IProgress<ImportProgress>? progress, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <summary>First and last time of the file, for refusing an overlap before the import starts; null when it cannot be read.</summary>
    public static Task<DataGap?> ProbeSpanAsync(Stream file, ImportRequest request, CancellationToken cancellation) => throw new NotSupportedException();
}
