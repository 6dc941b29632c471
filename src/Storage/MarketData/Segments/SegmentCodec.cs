using System.Globalization;
using Parquet;
using Parquet.Schema;
using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Segments;

/// <summary>Blocks as Parquet bytes and back. Layout: <see cref="SeriesSchema"/>.</summary>
internal static class SegmentCodec
{
    public const string VersionKey = "trading.schema";
    public const string KindKey = "trading.kind";
    public const string PriceScaleKey = "trading.price_scale";
    public const string QuantityScaleKey = "trading.quantity_scale";

    /// <summary>What is to be added to the values of a narrow column.</summary>
    public static string BaseKey(SeriesColumn column) => $"trading.base.{column.Name}";

    /// <summary>Writes the block to the empty stream.</summary>
    public static async Task WriteAsync(SeriesBlock block, MemoryStream output, CancellationToken cancellation)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [VersionKey] = Text(SeriesSchema.Version),
            [KindKey] = Text((int)block.Schema.Kind),
            [PriceScaleKey] = Text(block.PriceScale),
            [QuantityScaleKey] = Text(block.QuantityScale),
        };
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.None };
        var columns = Enumerable.Range(0, block.Schema.Columns.Count).Where(block.Has).ToArray();
        var fields = columns.Select(column => Field(block, column, metadata, options)).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), output, options, append: false, cancellation);
        writer.CustomMetadata = metadata;
        using var rows = writer.CreateRowGroup();
        var offsets = new int[block.Count];
        for (var index = 0; index < columns.Length; index++)
        {
            if (fields[index].ClrType == typeof(int))
            {
                Narrow(block.Column(columns[index]), offsets);
                await rows.WriteAsync<int>(fields[index], offsets, cancellationToken: cancellation);
            }
            else
            {
                await rows.WriteAsync<long>(fields[index], block.Writable(columns[index]).AsMemory(0, block.Count), cancellationToken: cancellation);
            }
        }

        rows.CompleteValidate();
    }

    /// <summary>Reads all columns of a segment into the block.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another kind or a newer version.</exception>
    public static async Task ReadAsync(ReadOnlyMemory<byte> parquet, SeriesBlock block, CancellationToken cancellation)
    {
        await using var segment = await SegmentReader.OpenAsync(parquet, block.Schema, cancellation);
        await ReadAsync(segment, block, block.Schema.Columns.Count, cancellation);
    }

    /// <summary>Reads the first columns of a segment into the block, which then holds no others.</summary>
    public static async Task ReadAsync(SegmentReader segment, SeriesBlock block, int columns, CancellationToken cancellation)
    {
        block.Reset(segment.Count, segment.PriceScale, segment.QuantityScale);
        for (var column = 0; column < block.Schema.Columns.Count; column++)
        {
            if (column < columns && segment.Has(column))
            {
                await segment.ReadAsync(column, block.Writable(column).AsMemory(0, block.Count), block.Scratch, cancellation);
            }
            else
            {
                block.Drop(column);
            }
        }
    }

    /// <summary>Narrow columns hold differences from the least.</summary>
    private static DataField Field(SeriesBlock block, int column, Dictionary<string, string> metadata, ParquetOptions options)
    {
        var definition = block.Schema.Columns[column];
        var (least, largest) = Range(block.Column(column));
        var isNarrow = unchecked((ulong)(largest - least)) <= int.MaxValue;
        options.ColumnEncodingHints[definition.Name] =
            isNarrow && IsPlain(block.Schema.Kind, definition) ? EncodingHint.Default : EncodingHint.DeltaBinaryPacked;
        if (!isNarrow)
        {
            return new DataField<long>(definition.Name, nullable: false);
        }

        metadata[BaseKey(definition)] = Text(least);
        return new DataField<int>(definition.Name, nullable: false);
    }

    /// <summary>
    /// Plain columns are read where they lie and take up to four times the room of packed ones, which are decoded whole to find one value. Those are
    /// plain that every replay reads, and deeper levels, of which an order wants a few.
    /// </summary>
    private static bool IsPlain(SeriesKind kind, SeriesColumn column) =>
        kind is SeriesKind.Trades or SeriesKind.Book && column.Role is not (ColumnRole.Side or ColumnRole.Number);

    private static (long Least, long Largest) Range(ReadOnlySpan<long> values)
    {
        var (least, largest) = (long.MaxValue, long.MinValue);
        foreach (var value in values)
        {
            (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
        }

        return (least, largest);
    }

    private static void Narrow(ReadOnlySpan<long> values, Span<int> offsets)
    {
        var (least, _) = Range(values);
        for (var row = 0; row < values.Length; row++)
        {
            offsets[row] = (int)(values[row] - least);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
