using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.Tests.MarketData;

/// <summary>A segment store in memory.</summary>
public sealed class MemorySegments : ISegmentSink, ISegmentSource
{
    private readonly List<(SegmentEntry Entry, byte[] Bytes)> _segments = [];

    public int Count => _segments.Count;

    public Task AppendAsync(SegmentEntry segment, ReadOnlyMemory<byte> parquet, CancellationToken cancellation)
    {
        _segments.Add((segment with { Id = _segments.Count }, parquet.ToArray()));
        return Task.CompletedTask;
    }

    public IReadOnlyList<SegmentEntry> List(Symbol symbol, SeriesKind kind) =>
        [.. _segments.Select(segment => segment.Entry).Where(entry => entry.Symbol == symbol && entry.Kind == kind).OrderBy(entry => entry.FromMs)];

    public ReadOnlyMemory<byte> Load(SegmentEntry segment) => _segments[(int)segment.Id].Bytes;
}
