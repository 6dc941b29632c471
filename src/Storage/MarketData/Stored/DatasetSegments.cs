using System.Buffers;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Stored;

/// <summary>The segments of a dataset in the database. Their list is read once, as nothing more is added to what a reader was opened on.</summary>
public sealed class DatasetSegments : ISegmentSource
{
    private readonly ISegmentQueries _queries;
    private readonly Dictionary<(Symbol Symbol, SeriesKind Kind), IReadOnlyList<SegmentEntry>> _entries;

    private DatasetSegments(ISegmentQueries queries, Dictionary<(Symbol, SeriesKind), IReadOnlyList<SegmentEntry>> entries) =>
        (_queries, _entries) = (queries, entries);

    /// <exception cref="DatasetDeletedException">A series of these symbols is no longer there.</exception>
    public static async Task<DatasetSegments> OpenAsync(
        ISegmentQueries queries, string datasetId, IEnumerable<DatasetSymbol> symbols, CancellationToken cancellation = default)
    {
        var entries = new Dictionary<(Symbol, SeriesKind), IReadOnlyList<SegmentEntry>>();
        foreach (var symbol in symbols)
        {
            foreach (var series in symbol.Series)
            {
                var headers = await queries.ListAsync(
                    datasetId, symbol.Symbol, SeriesKinds.NameOf(series.Kind), cancellationToken: cancellation);
                if (headers.Count == 0)
                {
                    // A series has a row at least: it went between two queries, and would read as an empty one.
                    throw new DatasetDeletedException($"Dataset {datasetId} was deleted.");
                }

                entries[(symbol.Symbol, series.Kind)] = [.. headers.Select(header => Entry(header, series.Kind))];
            }
        }

        return new DatasetSegments(queries, entries);
    }

    public IReadOnlyList<SegmentEntry> List(Symbol symbol, SeriesKind kind) => _entries.GetValueOrDefault((symbol, kind)) ?? [];

    /// <exception cref="DatasetDeletedException">The dataset was deleted since it was opened.</exception>
    public IMemoryOwner<byte> Load(SegmentEntry segment) => _queries.Read(segment.Id);

    private static SegmentEntry Entry(SegmentHeader header, SeriesKind kind) => new(
        header.Id, header.Symbol, kind, header.Ordinal, header.From.ToUnixTimeMilliseconds(), header.To.ToUnixTimeMilliseconds(), header.RowCount);
}
