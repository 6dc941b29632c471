using System.Buffers;
using Trading.Domain.Instruments;

namespace Trading.Storage.Datasets;

/// <summary>A Parquet file of at most 128 k rows of one series, before it is stored.</summary>
/// <param name="Ordinal">Position within its import, symbol and kind, from 0.</param>
/// <param name="From">Time of the first row.</param>
/// <param name="To">Time of the last row.</param>
/// <param name="Data">The Parquet bytes; read until the call returns.</param>
public sealed record NewSegment(
    Symbol Symbol, string Kind, int Ordinal, DateTimeOffset From, DateTimeOffset To, int RowCount, ReadOnlyMemory<byte> Data);

/// <summary>A stored segment without its bytes.</summary>
public sealed record SegmentHeader(
    long Id, string DatasetId, string ImportId, Symbol Symbol, string Kind, int Ordinal, DateTimeOffset From, DateTimeOffset To,
    int RowCount, long ByteCount);

/// <summary>Reads the segments of finished imports.</summary>
public interface ISegmentQueries
{
    /// <summary>Headers of one series in time order; those that end before <paramref name="from"/> or begin after <paramref name="to"/> are left out.</summary>
    Task<IReadOnlyList<SegmentHeader>> ListAsync(
        string datasetId, Symbol symbol, string kind, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default);

    /// <exception cref="DatasetDeletedException">The segment was listed and is no longer stored.</exception>
    Task<byte[]> ReadAsync(long segmentId, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ReadAsync"/>, into rented memory, for the dedicated replay thread, which has nothing else to do meanwhile.</summary>
    IMemoryOwner<byte> Read(long segmentId);
}
