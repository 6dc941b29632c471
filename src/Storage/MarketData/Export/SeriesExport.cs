using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Export;

/// <summary>Writes a recorded series with the columns that an import takes: importing an export gives the same series.</summary>
public static class SeriesExport
{
    public static Task WriteCsvAsync(
        ISegmentSource segments, DatasetSymbol symbol, SeriesKind kind, Stream output, CancellationToken cancellation) => throw new NotSupportedException();

    public static Task WriteParquetAsync(
        ISegmentSource segments, DatasetSymbol symbol, SeriesKind kind, Stream output, CancellationToken cancellation) => throw new NotSupportedException();
}
