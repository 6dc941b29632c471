using System.Text;
using Parquet;
using Parquet.Schema;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Reading;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Export;

/// <summary>One column of an exported Parquet file: times and ids as integers, sides as text, all else as exact decimals.</summary>
internal sealed class ParquetExportColumn
{
    /// <summary>Digits of a decimal: a scaled value has 18 of them at most.</summary>
    private const int Precision = 18;

    private readonly int _column;
    private readonly int _scale;
    private readonly SeriesColumn _definition;
    private readonly bool _isNullable;
    private readonly decimal?[] _decimals;
    private readonly long?[] _numbers;
    private readonly string[] _texts;

    public ParquetExportColumn(SeriesSchema schema, int column, DatasetSymbol symbol)
    {
        (_column, _definition) = (column, schema.Columns[column]);
        _scale = SeriesExport.ScaleOf(_definition, symbol);
        _isNullable = _definition.IsOptional || (schema.Kind is SeriesKind.Book && column != SeriesSchema.Time);
        var isDecimal = _definition.Role is ColumnRole.Price or ColumnRole.Quantity or ColumnRole.Rate;
        var isText = _definition.Role is ColumnRole.Side;
        _decimals = isDecimal ? new decimal?[SeriesSchema.SegmentRows] : [];
        _texts = isText ? new string[SeriesSchema.SegmentRows] : [];
        _numbers = isDecimal || isText ? [] : new long?[SeriesSchema.SegmentRows];
        Field = isDecimal ? new DecimalDataField(_definition.Name, Precision, _scale, isNullable: true)
            : isText ? new DataField<string>(_definition.Name)
            : new DataField<long?>(_definition.Name);
        Kind = schema.Kind;
    }

    public DataField Field { get; }

    private SeriesKind Kind { get; }

    public void Take(SeriesCursor cursor, int row)
    {
        var value = cursor.Has(_column) ? cursor.Column(_column)[cursor.Row] : _definition.Absent;
        var isAbsent = _isNullable && SeriesExport.IsAbsent(_definition, Kind, value);
        if (_texts.Length > 0)
        {
            _texts[row] = Encoding.ASCII.GetString(CsvText.Side(value));
        }
        else if (_decimals.Length > 0)
        {
            _decimals[row] = isAbsent ? null : Scaled.ToDecimal(value, _scale);
        }
        else
        {
            _numbers[row] = isAbsent ? null : value;
        }
    }

    public Task WriteAsync(ParquetRowGroupWriter group, int count, CancellationToken cancellation) =>
        _texts.Length > 0 ? group.WriteAsync(Field, (IReadOnlyCollection<string>)new ArraySegment<string>(_texts, 0, count))
        : _decimals.Length > 0 ? group.WriteAsync<decimal>(Field, _decimals.AsMemory(0, count), cancellationToken: cancellation)
        : group.WriteAsync<long>(Field, _numbers.AsMemory(0, count), cancellationToken: cancellation);
}
