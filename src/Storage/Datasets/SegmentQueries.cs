using System.Buffers;
using System.Data;
using System.Globalization;
using Dapper;
using Trading.Domain.Instruments;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.Datasets;

public sealed class SegmentQueries(TradingDatabase database) : ISegmentQueries
{
    private const string Bytes = "SELECT data FROM segments WHERE id = @segmentId";

    // SQLite reads a blob piece by piece, without a copy of its own, when it is given the row's id.
    private const string BytesByRow = "SELECT id, data FROM segments WHERE id = @segmentId";
    private const int DataOrdinal = 1;

    public Task<IReadOnlyList<SegmentHeader>> ListAsync(
        string datasetId, Symbol symbol, string kind, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) =>
        database.QueryAsync<SegmentHeader>(
            // Only a finished import has a series.
            $"""
            {DatasetTables.Segments.Select}
            WHERE dataset_id = @datasetId AND symbol = @symbol AND kind = @kind AND to_at >= @from AND from_at <= @to
              AND EXISTS (
                SELECT 1 FROM dataset_series s
                WHERE s.dataset_id = segments.dataset_id AND s.symbol = segments.symbol AND s.kind = segments.kind AND s.import_id = segments.import_id)
            ORDER BY from_at, import_id, ordinal
            """,
            new { datasetId, symbol, kind, from = from ?? DateTimeOffset.MinValue, to = to ?? DateTimeOffset.MaxValue },
            cancellationToken);

    public async Task<byte[]> ReadAsync(long segmentId, CancellationToken cancellationToken = default) =>
        await database.FindAsync<byte[]>(Bytes, new { segmentId }, cancellationToken) ?? throw Missing(segmentId);

    public IMemoryOwner<byte> Read(long segmentId)
    {
        using var connection = database.Reader.OpenConnection();
        using var reader = connection.ExecuteReader(new CommandDefinition(BytesByRow, new { segmentId }), CommandBehavior.SequentialAccess);
        if (!reader.Read())
        {
            throw Missing(segmentId);
        }

        var bytes = new SegmentBytes(checked((int)reader.GetBytes(DataOrdinal, 0, null, 0, 0)));
        try
        {
            bytes.Fill((offset, array, length) => (int)reader.GetBytes(DataOrdinal, offset, array, offset, length));
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static DatasetDeletedException Missing(long segmentId) =>
        new($"Segment {segmentId.ToString(CultureInfo.InvariantCulture)} is not stored: its dataset was deleted.");
}
