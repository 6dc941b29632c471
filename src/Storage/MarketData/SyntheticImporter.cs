using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Storage.MarketData.Import;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData;

/// <summary>Generates a synthetic market into segments.</summary>
public static class SyntheticImporter
{
    public static Task<ImportOutcome> GenerateAsync(
        SyntheticSpec spec, ISegmentSink sink, IProgress<ImportProgress>? progress, CancellationToken cancellation) => throw new NotSupportedException();
}
