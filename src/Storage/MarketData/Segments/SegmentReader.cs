using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;

namespace Trading.Storage.MarketData.Segments;

/// <summary>A segment whose columns are decoded one by one. Works on bytes in memory, so its tasks are complete when they are returned.</summary>
internal sealed class SegmentReader : IAsyncDisposable
{
    private readonly IMemoryOwner<byte>? _bytes;
    private readonly ReadOnlyMemory<byte> _file;
    private readonly ParquetReader _reader;
    private readonly ParquetRowGroupReader _rows;
    private readonly SeriesSchema _schema;
    private readonly DataField?[] _fields;

    private SegmentReader(IMemoryOwner<byte>? bytes, ReadOnlyMemory<byte> file, ParquetReader reader, SeriesSchema schema)
    {
        (_bytes, _file, _reader, _schema) = (bytes, file, reader, schema);
        _rows = reader.OpenRowGroupReader(0);
        _fields = new DataField?[schema.Columns.Count];
        var fields = reader.Schema.DataFields;
        for (var column = 0; column < _fields.Length; column++)
        {
            _fields[column] = Array.Find(fields, field => string.Equals(field.Name, schema.Columns[column].Name, StringComparison.Ordinal));
        }

        Count = checked((int)_rows.RowCount);
        PriceScale = (int)Number(SegmentCodec.PriceScaleKey);
        QuantityScale = (int)Number(SegmentCodec.QuantityScaleKey);
    }

    public int Count { get; }

    public int PriceScale { get; }

    public int QuantityScale { get; }

    /// <param name="bytes">Given back when the file is disposed.</param>
    /// <exception cref="InvalidDataException">The bytes are of another kind or a newer version.</exception>
    public static async Task<SegmentReader> OpenAsync(IMemoryOwner<byte> bytes, SeriesSchema schema, CancellationToken cancellation) =>
        new(bytes, bytes.Memory, await ReaderAsync(bytes.Memory, schema, cancellation), schema);

    /// <inheritdoc cref="OpenAsync(IMemoryOwner{byte}, SeriesSchema, CancellationToken)"/>
    public static async Task<SegmentReader> OpenAsync(ReadOnlyMemory<byte> bytes, SeriesSchema schema, CancellationToken cancellation) =>
        new(null, bytes, await ReaderAsync(bytes, schema, cancellation), schema);

    /// <summary>Is there any value in the column? Always true of required ones.</summary>
    public bool Has(int column) => _fields[column] is not null;

    /// <summary>Are values of the column, which is there, differences of 32 bits from <see cref="BaseOf(int)"/>?</summary>
    public bool IsNarrow(int column) => _fields[column]!.ClrType == typeof(int);

    /// <summary>What the values of a narrow column count from. Without it they would read as prices that never were.</summary>
    /// <exception cref="InvalidDataException">The segment does not say.</exception>
    public long BaseOf(int column) => BaseOf(_schema.Columns[column]);

    /// <summary>Finds the differences of a narrow column where they lie, as little-endian 32-bit integers in the segment's bytes.</summary>
    /// <returns>False when they have to be decoded.</returns>
    public bool TryFindPlain(int column, out ReadOnlyMemory<byte> differences)
    {
        differences = default;
        return BitConverter.IsLittleEndian
            && PlainPage.TryFind(_file, _rows.GetMetadata(_fields[column]!)?.MetaData, Count, sizeof(int), out differences);
    }

    /// <summary>Decodes the differences of a narrow column.</summary>
    public async Task ReadNarrowAsync(int column, Memory<int> differences, CancellationToken cancellation) =>
        await _rows.ReadAsync<int>(_fields[column]!, differences, cancellationToken: cancellation);

    /// <summary>Decodes a column that is there.</summary>
    /// <param name="scratch">Room for as many values; not needed of a wide column.</param>
    public async Task ReadAsync(int column, Memory<long> values, Memory<int> scratch, CancellationToken cancellation)
    {
        var field = _fields[column]!;
        if (IsNarrow(column))
        {
            var offsets = scratch[..values.Length];
            await ReadNarrowAsync(column, offsets, cancellation);
            Widen(offsets.Span, BaseOf(column), values.Span);
        }
        else
        {
            await _rows.ReadAsync<long>(field, values, cancellationToken: cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _rows.Dispose();
        await _reader.DisposeAsync();
        _bytes?.Dispose();
    }

    private long BaseOf(SeriesColumn column) =>
        _reader.CustomMetadata.TryGetValue(SegmentCodec.BaseKey(column), out var text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var least)
            ? least
            : throw new InvalidDataException($"Segment's column {column.Name} does not say what its values count from.");

    private static async Task<ParquetReader> ReaderAsync(ReadOnlyMemory<byte> bytes, SeriesSchema schema, CancellationToken cancellation)
    {
        var reader = await ParquetReader.CreateAsync(AsStream(bytes), leaveStreamOpen: false, cancellationToken: cancellation);
        var (version, kind) = (Number(reader, SegmentCodec.VersionKey), Number(reader, SegmentCodec.KindKey));
        if (version is >= 1 and <= SeriesSchema.Version && kind == (int)schema.Kind)
        {
            return reader;
        }

        await reader.DisposeAsync();
        throw new InvalidDataException(string.Create(
            CultureInfo.InvariantCulture, $"Segment of version {version} and kind {kind}, expected {schema.Kind} of version {SeriesSchema.Version} at most."));
    }

    private static void Widen(ReadOnlySpan<int> offsets, long first, Span<long> values)
    {
        var row = 0;
        var firsts = new Vector<long>(first);
        for (; row <= offsets.Length - Vector<int>.Count; row += Vector<int>.Count)
        {
            Vector.Widen(new Vector<int>(offsets[row..]), out var low, out var high);
            (low + firsts).CopyTo(values[row..]);
            (high + firsts).CopyTo(values[(row + Vector<long>.Count)..]);
        }

        for (; row < offsets.Length; row++)
        {
            values[row] = first + offsets[row];
        }
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array) && array.Array is { } held
            ? new MemoryStream(held, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);

    private long Number(string key) => Number(_reader, key);

    private static long Number(ParquetReader reader, string key) =>
        reader.CustomMetadata.TryGetValue(key, out var text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
