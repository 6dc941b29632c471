using System.Buffers;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Benchmarks.Data;

/// <summary>Segments in one file, so that a large recording weighs on the disk and not on the memory that is being measured.</summary>
internal sealed class SegmentFile : ISegmentSink, ISegmentSource, IDisposable
{
    private readonly FileStream _file = new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);

    private readonly List<(SegmentEntry Entry, long Offset, int Length)> _segments = [];

    public long Bytes => _file.Length;

    public Task AppendAsync(SegmentEntry segment, ReadOnlyMemory<byte> parquet, CancellationToken cancellation)
    {
        _segments.Add((segment with { Id = _segments.Count }, _file.Length, parquet.Length));
        _file.Seek(0, SeekOrigin.End);
        return _file.WriteAsync(parquet, cancellation).AsTask();
    }

    public IReadOnlyList<SegmentEntry> List(Symbol symbol, SeriesKind kind) =>
        [.. _segments.Select(segment => segment.Entry).Where(entry => entry.Kind == kind && entry.Symbol == symbol)];

    public IMemoryOwner<byte> Load(SegmentEntry segment)
    {
        var (_, offset, length) = _segments[(int)segment.Id];
        var bytes = new SegmentBytes(length);
        RandomAccess.Read(_file.SafeFileHandle, bytes.Memory.Span, offset);
        return bytes;
    }

    public void Dispose() => _file.Dispose();
}
