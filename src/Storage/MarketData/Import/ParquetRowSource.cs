using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;
using Trading.Storage.MarketData.Segments;
using Trading.Storage.MarketData.Thrift;

namespace Trading.Storage.MarketData.Import;

/// <summary>Rows of a Parquet file, one row group in memory at a time. Values go through the same rules as text, as their exact decimals.</summary>
internal sealed class ParquetRowSource : IRowSource
{
    private const int MagicLength = 4;
    private const int TailLength = 8;
    private const int FooterMax = 64 << 20;

    private readonly Stream _file;
    private readonly ParquetReader _reader;
    private readonly ImportLimits _limits;
    private readonly SeriesSchema _schema;
    private readonly ColumnLayout _layout;
    private readonly DataField[] _fields;
    private readonly ParquetColumn[] _columns;
    private readonly RowFields _row = new();
    private int _group;
    private int _next;
    private int _rowsInGroup;
    private long _line;

    private ParquetRowSource(Stream file, ParquetReader reader, SeriesSchema schema, ImportLimits limits)
    {
        (_file, _reader, _limits, _schema) = (file, reader, limits, schema);
        var fields = reader.Schema.DataFields;
        var named = ColumnLayout.OfHeader(schema, [.. fields.Select(field => field.Name)]);
        // Only the columns that the series has are read; the row holds them in the schema's order.
        int[] present = [.. Enumerable.Range(0, schema.Columns.Count).Where(column => named.Fields[column] >= 0)];
        _fields = [.. present.Select(column => fields[named.Fields[column]])];
        _layout = new ColumnLayout(
            [.. Enumerable.Range(0, schema.Columns.Count).Select(column => Array.IndexOf(present, column))], present.Length, named.SideIsBuyerMaker);
        _columns = [.. _fields.Select(ParquetColumn.Of)];
    }

    /// <exception cref="ImportFileException">The file is no Parquet file with the columns.</exception>
    public static async Task<ParquetRowSource> OpenAsync(Stream file, SeriesSchema schema, ImportLimits limits, CancellationToken cancellation)
    {
        RefuseBrokenEnds(file);
        var reader = await GuardAsync(() => ParquetReader.CreateAsync(new BoundedReads(file), leaveStreamOpen: true, cancellationToken: cancellation));
        return await GuardAsync(() => Task.FromResult(new ParquetRowSource(file, reader, schema, limits)));
    }

    public async ValueTask<bool> ReadAsync(SeriesRows rows, int count, CancellationToken cancellation)
    {
        for (; count > 0; count--)
        {
            while (_next == _rowsInGroup)
            {
                if (_group == _reader.RowGroupCount)
                {
                    return false;
                }

                await LoadAsync(cancellation);
            }

            _row.Clear();
            foreach (var column in _columns)
            {
                column.AddTo(_row, _next);
            }

            _next++;
            rows.Take(_row, _layout, ++_line);
        }

        return true;
    }

    public void Dispose()
    {
        // The reader holds arrays and the file, which is the caller's.
    }

    /// <summary>A Parquet file ends with its footer, the footer's length and the magic again.</summary>
    private static void RefuseBrokenEnds(Stream file)
    {
        var end = new byte[TailLength];
        if (file.Length >= MagicLength + TailLength)
        {
            file.Position = file.Length - TailLength;
            file.ReadExactly(end);
            file.Position = 0;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(end);
        if (!end.AsSpan(MagicLength).SequenceEqual("PAR1"u8) || length is 0 or > FooterMax || length > file.Length - MagicLength - TailLength)
        {
            throw new ImportFileException("malformed", "The Parquet file is truncated: it does not end with its footer.");
        }

        var footer = new byte[length];
        file.Position = file.Length - TailLength - length;
        file.ReadExactly(footer);
        file.Position = 0;
        if (!new ThriftReader(footer).TryStruct())
        {
            throw new ImportFileException("malformed", "The footer of the Parquet file is broken.");
        }
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        await GuardAsync(async () =>
        {
            using var group = _reader.OpenRowGroupReader(_group++);
            RefuseHuge(group);
            if (!_fields.All(field => ParquetPages.AreSound(_file, group, field)))
            {
                throw new ImportFileException("malformed", "The pages of the Parquet file do not add up to its row groups.");
            }

            _rowsInGroup = (int)group.RowCount;
            _next = 0;
            for (var column = 0; column < _columns.Length; column++)
            {
                await _columns[column].LoadAsync(group, _fields[column], _rowsInGroup, cancellation);
            }

            return true;
        });
    }

    /// <summary>The metadata are the file's own word, so they are judged before memory is taken by them.</summary>
    private void RefuseHuge(ParquetRowGroupReader group)
    {
        var bytes = _fields.Sum(field => group.GetMetadata(field)?.MetaData?.TotalUncompressedSize ?? 0);
        if (group.RowCount < 0 || group.RowCount > _limits.RowGroupRowsMax || bytes < 0 || bytes > _limits.RowGroupBytesMax)
        {
            throw new ImportFileException(
                "too_large",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A row group has at most {_limits.RowGroupRowsMax} rows and {_limits.RowGroupBytesMax} bytes, found {group.RowCount} and {bytes} of {_schema.Kind}."));
        }
    }

    /// <summary>The library meets a broken file with whatever it stumbles over, so anything but a cancellation means one.</summary>
    private static async Task<T> GuardAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception stumble) when (stumble is NullReferenceException or IndexOutOfRangeException or InvalidCastException)
        {
            // What the library stumbled over says nothing to whoever made the file.
            throw new ImportFileException("malformed", "The Parquet file cannot be read: what describes its content is damaged.");
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or ImportFileException))
        {
            throw new ImportFileException("malformed", $"The Parquet file cannot be read: {FoundText.Of(Encoding.UTF8.GetBytes(broken.Message), 200)}");
        }
    }
}
