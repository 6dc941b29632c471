using System.Globalization;
using System.Text;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Import;

/// <summary>Rows of comma-separated text with a header, or of a known file without one.</summary>
internal sealed class CsvRowSource(Stream text, SeriesSchema schema, ImportLimits limits) : IRowSource
{
    private readonly LineReader _lines = new(text, limits.LineMax);
    private readonly RowFields _fields = new();
    private ColumnLayout? _layout;

    public ValueTask<bool> ReadAsync(SeriesRows rows, int count, CancellationToken cancellation)
    {
        for (; count > 0; count--)
        {
            if (!TryReadLine(out var line, out var isTooLong))
            {
                return new(_layout is null ? throw Empty() : false);
            }

            if (isTooLong)
            {
                var detail = string.Create(CultureInfo.InvariantCulture, $"A line has at most {limits.LineMax} bytes.");
                rows.Refuse(_lines.Line, "line_too_long", _layout is null ? throw new ImportFileException("line_too_long", detail, _lines.Line) : detail);
                continue;
            }

            if (line.Trim(" \t\0"u8).IsEmpty)
            {
                continue;
            }

            if (!_fields.TrySplit(line))
            {
                rows.Refuse(_lines.Line, "malformed", $"A quote is not closed, or something follows it: {FoundText.Of(line)}.");
                continue;
            }

            if (_layout is not null)
            {
                rows.Take(_fields, _layout, _lines.Line);
            }
            else if (StartsWithNumber())
            {
                _layout = BinanceLayouts.Find(schema, _fields) ?? throw Headerless();
                rows.Take(_fields, _layout, _lines.Line);
            }
            else
            {
                _layout = ColumnLayout.OfHeader(schema, [.. Enumerable.Range(0, _fields.Count).Select(field => Encoding.UTF8.GetString(_fields[field]))]);
            }
        }

        return new(true);
    }

    public void Dispose()
    {
        _lines.Dispose();
        text.Dispose();
    }

    /// <summary>A file that cannot be read on says how far it could be.</summary>
    private bool TryReadLine(out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        try
        {
            return _lines.TryRead(out line, out isTooLong);
        }
        catch (ImportFileException broken) when (broken.Code == ImportFileException.Malformed)
        {
            var whole = _lines.Line == 0 ? "No line of it is whole." : string.Create(CultureInfo.InvariantCulture, $"Its last whole line is {_lines.Line}.");
            throw new ImportFileException(broken.Code, $"{broken.Message} {whole}", _lines.Line);
        }
    }

    /// <summary>No column is named by a number, and every file without a header starts with an id or a time.</summary>
    private bool StartsWithNumber() => DecimalText.TryParse(_fields[0], out _, out _) is not DecimalFault.Malformed and not DecimalFault.NotFinite;

    private ImportFileException Headerless() => new(
        "missing_column",
        string.Create(CultureInfo.InvariantCulture, $"The file has no header, and {_fields.Count} columns are of no known file of {schema.Kind}."),
        _lines.Line);

    private static ImportFileException Empty() => new("empty", "The file has no row.");
}
