using System.Buffers;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Segments;

/// <summary>The finished segments of one dataset.</summary>
public interface ISegmentSource
{
    /// <summary>Segments of the series in order of time; those of one series never overlap but for equal times at the seam.</summary>
    IReadOnlyList<SegmentEntry> List(Symbol symbol, SeriesKind kind);

    /// <summary>The Parquet bytes of a listed segment, unchanged until the caller disposes of them. Blocks.</summary>
    IMemoryOwner<byte> Load(SegmentEntry segment);
}
