using System.Globalization;
using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;

namespace Trading.Storage.MarketData.Segments;

/// <summary>Blocks as Parquet bytes and back. Layout: <see cref="SeriesSchema"/>.</summary>
internal static class SegmentCodec
{
    private const string VersionKey = "trading.schema";
    private const string KindKey = "trading.kind";
    private const string PriceScaleKey = "trading.price_scale";
    private const string QuantityScaleKey = "trading.quantity_scale";

    /// <summary>Writes the block to the empty stream.</summary>
    public static async Task WriteAsync(SeriesBlock block, MemoryStream output, CancellationToken cancellation)
    {
        var columns = Enumerable.Range(0, block.Schema.Columns.Count).Where(block.Has).ToArray();
        var fields = columns.Select(column => new DataField<long>(block.Schema.Columns[column].Name, nullable: false)).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), output, Options(block, columns), append: false, cancellation);
        writer.CustomMetadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [VersionKey] = Text(SeriesSchema.Version),
            [KindKey] = Text((int)block.Schema.Kind),
            [PriceScaleKey] = Text(block.PriceScale),
            [QuantityScaleKey] = Text(block.QuantityScale),
        };
        using var rows = writer.CreateRowGroup();
        for (var index = 0; index < columns.Length; index++)
        {
            await rows.WriteAsync<long>(fields[index], block.Writable(columns[index]).AsMemory(0, block.Count), cancellationToken: cancellation);
        }

        rows.CompleteValidate();
    }

    /// <summary>Reads a segment into the block, in memory, so the thread never waits.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another kind or a newer version.</exception>
    public static async Task ReadAsync(ReadOnlyMemory<byte> parquet, SeriesBlock block, CancellationToken cancellation)
    {
        using var input = AsStream(parquet);
        await using var reader = await ParquetReader.CreateAsync(input, leaveStreamOpen: true, cancellationToken: cancellation);
        var version = Number(reader, VersionKey);
        if (version is < 1 or > SeriesSchema.Version || Number(reader, KindKey) != (int)block.Schema.Kind)
        {
            throw new InvalidDataException(
                $"Segment of version {Text(version)} and kind {Text(Number(reader, KindKey))}, expected {block.Schema.Kind} of version {Text(SeriesSchema.Version)}.");
        }

        using var rows = reader.OpenRowGroupReader(0);
        block.Reset(checked((int)rows.RowCount), Number(reader, PriceScaleKey), Number(reader, QuantityScaleKey));
        var fields = reader.Schema.DataFields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        for (var column = 0; column < block.Schema.Columns.Count; column++)
        {
            if (fields.TryGetValue(block.Schema.Columns[column].Name, out var field))
            {
                await rows.ReadAsync<long>(field, block.Writable(column).AsMemory(0, block.Count), cancellationToken: cancellation);
            }
            else
            {
                block.Drop(column);
            }
        }
    }

    private static ParquetOptions Options(SeriesBlock block, int[] columns)
    {
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.None };
        foreach (var column in columns)
        {
            var definition = block.Schema.Columns[column];
            options.ColumnEncodingHints[definition.Name] = definition.Role is ColumnRole.Side ? EncodingHint.Dictionary : EncodingHint.DeltaBinaryPacked;
        }

        return options;
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array) && array.Array is { } held
            ? new MemoryStream(held, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);

    private static int Number(ParquetReader reader, string key) =>
        reader.CustomMetadata.TryGetValue(key, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
