using System.Buffers;
using Trading.Domain.Instruments;
using Trading.Storage.Datasets;

namespace Trading.Api.Tests.Datasets;

/// <summary>Reads segments as ever; before one of them something else happens.</summary>
internal sealed class InterruptedSegments(ISegmentQueries segments) : ISegmentQueries
{
    private int _left;
    private Action? _interruption;

    /// <param name="read">Before which reading from now on, from 1.</param>
    public void Before(int read, Action interruption) => (_left, _interruption) = (read, interruption);

    public Task<IReadOnlyList<SegmentHeader>> ListAsync(
        string datasetId, Symbol symbol, string kind, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) =>
        segments.ListAsync(datasetId, symbol, kind, from, to, cancellationToken);

    public Task<byte[]> ReadAsync(long segmentId, CancellationToken cancellationToken = default) => segments.ReadAsync(segmentId, cancellationToken);

    public IMemoryOwner<byte> Read(long segmentId)
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _interruption!();
        }

        return segments.Read(segmentId);
    }
}
