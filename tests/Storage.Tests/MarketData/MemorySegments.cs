using System.Buffers;
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

    /// <summary>A copy, which is gone once it is disposed of.</summary>
    public IMemoryOwner<byte> Load(SegmentEntry segment)
    {
        var stored = _segments[(int)segment.Id].Bytes;
        var bytes = new SegmentBytes(stored.Length);
        stored.CopyTo(bytes.Memory);
        return bytes;
    }
}
