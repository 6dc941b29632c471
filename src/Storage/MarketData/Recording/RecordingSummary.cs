using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Recording;

/// <summary>
/// Sums a recording up from what is stored of it, and from nothing else: the writers that it had, and what they knew, may be long gone.
/// </summary>
public sealed class RecordingSummary(RecordingStore store, ISegmentQueries segments)
{
    /// <returns>What the recording brings to its dataset; failed as <c>empty</c> when nothing was recorded.</returns>
    public async Task<ImportOutcome> ReadAsync(string importId, Symbol symbol, long badRows, CancellationToken cancellation = default)
    {
        ImmutableArray<DataGap> gaps =
        [
            .. (await store.GapsAsync(importId, cancellation)).Select(gap => new DataGap(gap.From.ToUnixTimeMilliseconds(), gap.To.ToUnixTimeMilliseconds())),
        ];
        var series = ImmutableArray.CreateBuilder<SeriesSummary>();
        foreach (var kind in (await store.SegmentsAsync(importId, cancellation)).GroupBy(header => header.Kind, StringComparer.Ordinal))
        {
            series.Add((await SumUpAsync(symbol, KindOf(kind.Key), kind, cancellation)).WithGaps(gaps));
        }

        return series.Count == 0
            ? new ImportOutcome([], 0, badRows, []) { Failure = new ImportError(0, "empty", $"Nothing of {symbol} was recorded.") }
            : new ImportOutcome(series.ToImmutable(), series.Sum(one => one.Rows), badRows, []);
    }

    private static SeriesKind KindOf(string name) =>
        SeriesKinds.TryParse(name, out var kind) ? kind : throw new InvalidDataException($"There is no kind '{name}'.");

    private async Task<SeriesSummary> SumUpAsync(Symbol symbol, SeriesKind kind, IEnumerable<SegmentHeader> headers, CancellationToken cancellation)
    {
        var writer = new SeriesWriter(symbol, kind, interval: null, sink: null);
        var columns = SeriesSchema.Of(kind).Columns;
        var block = new SeriesBlock(SeriesSchema.Of(kind));
        var (values, scales) = (new long[columns.Count], new int[columns.Count]);
        foreach (var header in headers)
        {
            await SegmentCodec.ReadAsync(await segments.ReadAsync(header.Id, cancellation), block, cancellation);
            for (var column = 0; column < columns.Count; column++)
            {
                scales[column] = columns[column].Role switch
                {
                    ColumnRole.Price => block.PriceScale,
                    ColumnRole.Quantity => block.QuantityScale,
                    _ => 0,
                };
            }

            for (var row = 0; row < block.Count; row++)
            {
                for (var column = 0; column < columns.Count; column++)
                {
                    values[column] = block.Has(column) ? block.Column(column)[row] : columns[column].Absent;
                }

                if (!writer.TryAppend(values, scales))
                {
                    throw new InvalidDataException($"A stored value of {symbol} does not fit: {kind} at {values[SeriesSchema.Time]} ms.");
                }

                if (writer.Block.Room == 0)
                {
                    await writer.FlushAsync(cancellation);
                }
            }
        }

        await writer.FlushAsync(cancellation);
        return writer.Summarise();
    }
}
