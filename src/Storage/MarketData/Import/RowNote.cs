using System.Globalization;
using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Import;

/// <summary>One kind of thing that is worth knowing of good rows: the first is told in full, the others are counted.</summary>
internal sealed class RowNote(string code)
{
    private ImportError? _first;
    private long _count;

    /// <summary>Null when there was none.</summary>
    public ImportError? Summary => _count > 1
        ? _first! with { Detail = string.Create(CultureInfo.InvariantCulture, $"{_first.Detail} The file has {_count} such values.") }
        : _first;

    /// <param name="detail">A sentence that says what was done to the value, and what it was.</param>
    public void Add(long line, string detail)
    {
        _count++;
        _first ??= new ImportError(line, code, detail);
    }
}
