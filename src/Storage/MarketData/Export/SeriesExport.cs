using System.Buffers;
using System.Text;
using Parquet;
using Parquet.Schema;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Reading;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Export;

/// <summary>Writes a recorded series with the columns that an import takes: importing an export gives the same series.</summary>
public static class SeriesExport
{
    private const int FlushBytes = 65_536;

    /// <exception cref="ArgumentException">The symbol has no such series.</exception>
    public static async Task WriteCsvAsync(
        ISegmentSource segments, DatasetSymbol symbol, SeriesKind kind, Stream output, CancellationToken cancellation = default)
    {
        var columns = Columns(symbol, kind);
        var schema = SeriesSchema.Of(kind);
        var text = new ArrayBufferWriter<byte>(FlushBytes * 2);
        text.Write(Encoding.ASCII.GetBytes(string.Join(',', columns.Select(column => schema.Columns[column].Name)) + "\n"));
        for (var cursor = Open(segments, symbol, kind, cancellation); cursor.TimeMs != SeriesCursor.Over; cursor.MoveNext())
        {
            WriteRow(cursor, columns, symbol, text);
            if (text.WrittenCount >= FlushBytes)
            {
                await output.WriteAsync(text.WrittenMemory, cancellation);
                text.ResetWrittenCount();
            }
        }

        await output.WriteAsync(text.WrittenMemory, cancellation);
        await output.FlushAsync(cancellation);
    }

    /// <param name="output">Its position must be known, as of a file.</param>
    /// <exception cref="ArgumentException">The symbol has no such series.</exception>
    public static async Task WriteParquetAsync(
        ISegmentSource segments, DatasetSymbol symbol, SeriesKind kind, Stream output, CancellationToken cancellation = default)
    {
        var schema = SeriesSchema.Of(kind);
        ParquetExportColumn[] columns = [.. Columns(symbol, kind).Select(column => new ParquetExportColumn(schema, column, symbol))];
        var parquet = new ParquetSchema(columns.Select(column => column.Field).ToArray());
        await using var writer = await ParquetWriter.CreateAsync(
            parquet, output, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }, append: false, cancellation);
        var cursor = Open(segments, symbol, kind, cancellation);
        while (cursor.TimeMs != SeriesCursor.Over)
        {
            var count = 0;
            for (; count < SeriesSchema.SegmentRows && cursor.TimeMs != SeriesCursor.Over; cursor.MoveNext(), count++)
            {
                foreach (var column in columns)
                {
                    column.Take(cursor, count);
                }
            }

            using var group = writer.CreateRowGroup();
            foreach (var column in columns)
            {
                await column.WriteAsync(group, count, cancellation);
            }

            group.CompleteValidate();
        }
    }

    private static SeriesCursor Open(ISegmentSource segments, DatasetSymbol symbol, SeriesKind kind, CancellationToken cancellation) =>
        SeriesCursor.Open(segments, symbol, kind, long.MinValue, SeriesCursor.Over, cancellation);

    /// <summary>All columns of the kind, of the book as many levels as it has.</summary>
    private static int[] Columns(DatasetSymbol symbol, SeriesKind kind)
    {
        var series = symbol.Find(kind) ?? throw new ArgumentException($"{symbol.Symbol} has no {kind}.", nameof(kind));
        var count = kind is SeriesKind.Book
            ? SeriesSchema.Depth + (series.DepthLevels * SeriesSchema.DepthColumns)
            : SeriesSchema.Of(kind).Columns.Count;
        return [.. Enumerable.Range(0, count)];
    }

    private static void WriteRow(SeriesCursor cursor, int[] columns, DatasetSymbol symbol, ArrayBufferWriter<byte> text)
    {
        var schema = SeriesSchema.Of(cursor.Kind);
        foreach (var column in columns)
        {
            if (column > 0)
            {
                text.Write(","u8);
            }

            var definition = schema.Columns[column];
            var value = cursor.Has(column) ? cursor.Column(column)[cursor.Row] : definition.Absent;
            if (definition.Role is ColumnRole.Side)
            {
                text.Write(CsvText.Side(value));
            }
            else if (!IsAbsent(definition, cursor.Kind, value))
            {
                text.Advance(CsvText.Write(value, ScaleOf(definition, symbol), text.GetSpan(CsvText.LengthMax)));
            }
        }

        text.Write("\n"u8);
    }

    /// <summary>A book side without a price is empty; a candle's volume of 0 is a volume.</summary>
    internal static bool IsAbsent(SeriesColumn column, SeriesKind kind, long value) =>
        (column.IsOptional || kind is SeriesKind.Book) && value == column.Absent;

    internal static int ScaleOf(SeriesColumn column, DatasetSymbol symbol) => column.Role switch
    {
        ColumnRole.Price => symbol.PriceScale,
        ColumnRole.Quantity => symbol.QuantityScale,
        ColumnRole.Rate => MarketEvent.RateScale,
        _ => 0,
    };
}
