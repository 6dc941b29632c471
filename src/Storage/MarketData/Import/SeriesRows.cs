using System.Globalization;
using System.Text;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Import;

/// <summary>Judges rows by the rules of their kind and hands good ones to the writer.</summary>
internal sealed class SeriesRows(ImportRequest request, ImportLimits limits, SeriesWriter writer)
{
    private readonly SeriesSchema _schema = SeriesSchema.Of(request.Kind);
    private readonly long[] _values = new long[SeriesSchema.Of(request.Kind).Columns.Count];
    private readonly int[] _scales = new int[SeriesSchema.Of(request.Kind).Columns.Count];
    private readonly List<ImportError> _errors = [];
    private long _lastMs = long.MinValue;
    private long _line;
    private readonly RowNote _rounded = new("rounded");
    private readonly RowNote _notKept = new("not_kept");
    private readonly long _pauseMsMax = (long)limits.PauseMax.TotalMilliseconds;

    public long BadRows { get; private set; }

    /// <summary>The first bad rows, by line.</summary>
    public IReadOnlyList<ImportError> Errors => _errors;

    /// <summary>What is worth knowing of rows that are good: at most one note of each kind for the whole file.</summary>
    public IReadOnlyList<ImportError> Notes => [.. new[] { _rounded.Summary, _notKept.Summary }.OfType<ImportError>()];

    /// <summary>Takes a row. The writer's block must not be full.</summary>
    public void Take(RowFields fields, ColumnLayout layout, long line)
    {
        _line = line;
        if (fields.Count != layout.FieldCount)
        {
            Refuse(line, "malformed", $"A row has {Number(layout.FieldCount)} fields, found {Number(fields.Count)}.");
            return;
        }

        if (Read(fields, layout) is { } unreadable)
        {
            Refuse(line, unreadable.Code, unreadable.Detail);
        }
        else if (Judge() is { } broken)
        {
            Refuse(line, broken.Code, broken.Detail);
        }
        else if (BadRows > 0 && !request.SkipBadRows)
        {
            // The import has failed; only the rows' faults are still of interest, so only the order is followed.
            _lastMs = _values[SeriesSchema.Time];
        }
        else if (!writer.TryAppend(_values, _scales))
        {
            Refuse(line, "out_of_range", "The values have over 18 digits when written with the decimals of the rows before, or theirs with the decimals of this row.");
        }
        else
        {
            _lastMs = _values[SeriesSchema.Time];
        }
    }

    public void Refuse(long line, string code, string detail)
    {
        BadRows++;
        if (_errors.Count < ImportOutcome.ErrorsKept)
        {
            _errors.Add(new(line, code, detail));
        }
    }

    private (string Code, string Detail)? Read(RowFields fields, ColumnLayout layout)
    {
        for (var column = 0; column < _values.Length; column++)
        {
            var definition = _schema.Columns[column];
            _scales[column] = 0;
            _values[column] = definition.Absent;
            var field = layout.Fields[column];
            var text = field < 0 ? default : fields[field];
            if (text.IsEmpty)
            {
                // An empty book side has neither price nor quantity.
                if (column == SeriesSchema.Time || (!definition.IsOptional && request.Kind is not SeriesKind.Book))
                {
                    return ("required", $"{definition.Name} is missing.");
                }

                continue;
            }

            if (Read(column, definition, text, layout) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private (string Code, string Detail)? Read(int column, SeriesColumn definition, ReadOnlySpan<byte> text, ColumnLayout layout)
    {
        switch (definition.Role)
        {
            case ColumnRole.Time:
                return TimeText.TryParse(text, out _values[column])
                    ? null
                    : ("malformed", $"{definition.Name} must be Unix ms, Unix µs or an ISO 8601 time, found {FoundText.Of(text)}.");
            case ColumnRole.Side:
                return ReadSide(column, text, layout);
            case ColumnRole.Number:
                if (DecimalText.TryParse(text, out var number, out var fraction) is DecimalFault.None && fraction == 0 && number >= 0)
                {
                    _values[column] = number;
                }
                else
                {
                    // Nothing depends on it: the row is good without, and the import says so.
                    _notKept.Add(_line, $"{definition.Name} was not kept: it must be a whole number of at least 0, found {FoundText.Of(text)}.");
                }

                return null;
            default:
                return ReadDecimal(column, definition, text);
        }
    }

    private (string Code, string Detail)? ReadSide(int column, ReadOnlySpan<byte> text, ColumnLayout layout)
    {
        if (layout.SideIsBuyerMaker)
        {
            var isFlag = FlagText.TryParse(text, out var buyerIsMaker);
            _values[column] = (long)(buyerIsMaker ? TakerSide.Sell : TakerSide.Buy);
            return isFlag ? null : ("malformed", $"is_buyer_maker must be true or false, found {FoundText.Of(text)}.");
        }

        TakerSide? side =
            Ascii.EqualsIgnoreCase(text, "buy"u8) ? TakerSide.Buy
            : Ascii.EqualsIgnoreCase(text, "sell"u8) ? TakerSide.Sell
            : Ascii.EqualsIgnoreCase(text, "unknown"u8) ? TakerSide.Unknown
            : null;
        _values[column] = (long)(side ?? TakerSide.Unknown);
        return side is null ? ("malformed", $"side must be buy or sell, found {FoundText.Of(text)}.") : null;
    }

    private (string Code, string Detail)? ReadDecimal(int column, SeriesColumn definition, ReadOnlySpan<byte> text)
    {
        var fault = DecimalText.TryParse(text, out _values[column], out _scales[column], out var isRounded);
        if (isRounded && fault is DecimalFault.None)
        {
            _rounded.Add(_line, $"{definition.Name} was rounded to {Scaled.ToDecimal(_values[column], _scales[column])}, found {FoundText.Of(text)}.");
        }

        if (fault is not DecimalFault.None)
        {
            return fault switch
            {
                DecimalFault.NotFinite => ("out_of_range", $"{definition.Name} must be finite, found {FoundText.Of(text)}."),
                DecimalFault.TooLong => ("out_of_range", $"{definition.Name} must have at most {Number(DecimalText.DigitsMax)} digits, found {FoundText.Of(text)}."),
                DecimalFault.TooFine => ("out_of_range", $"{definition.Name} must have at most {Number(Scaled.ScaleMax)} decimals, found {FoundText.Of(text)}."),
                _ => ("malformed", $"{definition.Name} must be a decimal number, found {FoundText.Of(text)}."),
            };
        }

        if (definition.Role is ColumnRole.Rate)
        {
            return ScaleRate(column, definition, text);
        }

        var mayBeZero = (request.Kind, column) is (SeriesKind.Candles, SeriesSchema.Volume);
        return _values[column] > 0 || (mayBeZero && _values[column] == 0)
            ? null
            : ("out_of_range", $"{definition.Name} must be {(mayBeZero ? "at least" : "above")} 0, found {FoundText.Of(text)}.");
    }

    /// <summary>Rates are integers of 10^-12, whatever the decimals of the file.</summary>
    private (string Code, string Detail)? ScaleRate(int column, SeriesColumn definition, ReadOnlySpan<byte> text)
    {
        const long whole = 1_000_000_000_000;
        var rate = _values[column];
        for (var i = _scales[column]; i < MarketEvent.RateScale && Math.Abs(rate) < whole; i++)
        {
            rate *= 10;
        }

        _scales[column] = 0;
        if (Math.Abs(rate) >= whole)
        {
            return ("out_of_range", $"{definition.Name} must lie between -1 and 1, found {FoundText.Of(text)}.");
        }

        _values[column] = rate;
        return null;
    }

    private (string Code, string Detail)? Judge()
    {
        var timeMs = _values[SeriesSchema.Time];
        if (timeMs is < 0 or > TimeText.TimeMsMax)
        {
            return ("out_of_range", $"The time must lie between 1970 and 2100, found {Number(timeMs)} ms.");
        }

        if (timeMs < _lastMs)
        {
            return ("out_of_order", $"The time runs backwards: {Number(timeMs)} ms after {Number(_lastMs)} ms.");
        }

        if (_lastMs != long.MinValue && timeMs - _lastMs > _pauseMsMax)
        {
            return ("out_of_range", $"The time jumps from {Number(_lastMs)} ms to {Number(timeMs)} ms, over {Number(_pauseMsMax / 86_400_000)} days.");
        }

        return request.Kind switch
        {
            SeriesKind.Book => JudgeBook(),
            SeriesKind.Candles => JudgeCandle(timeMs),
            SeriesKind.Funding when timeMs == _lastMs => ("duplicate", $"There is a funding at {Number(timeMs)} ms already."),
            _ => null,
        };
    }

    private (string Code, string Detail)? JudgeBook()
    {
        for (var price = SeriesSchema.Bid; price < _values.Length; price += 2)
        {
            if (_values[price] == 0 != (_values[price + 1] == 0))
            {
                return ("required", $"{_schema.Columns[price].Name} and {_schema.Columns[price + 1].Name} are both there or both missing.");
            }
        }

        if (_values[SeriesSchema.Bid] == 0 && _values[SeriesSchema.Ask] == 0)
        {
            return ("required", "Both sides of the book are missing.");
        }

        if (_values[SeriesSchema.Bid] != 0 && _values[SeriesSchema.Ask] != 0 && Compare(SeriesSchema.Bid, SeriesSchema.Ask) > 0)
        {
            return ("crossed_book", $"The ask must not be below the bid, found bid {Price(SeriesSchema.Bid)} and ask {Price(SeriesSchema.Ask)}.");
        }

        return JudgeDepth(SeriesSchema.Bid, sign: 1) ?? JudgeDepth(SeriesSchema.Ask, sign: -1);
    }

    /// <summary>Deeper levels lie away from the market, without a hole between them.</summary>
    private (string Code, string Detail)? JudgeDepth(int top, int sign)
    {
        var former = top;
        for (var price = SeriesSchema.Depth + (top == SeriesSchema.Bid ? 0 : 2); price < _values.Length; price += SeriesSchema.DepthColumns)
        {
            if (_values[price] != 0 && (_values[former] == 0 || Compare(former, price) * sign <= 0))
            {
                return ("out_of_range", $"{_schema.Columns[price].Name} must lie beyond {_schema.Columns[former].Name}, found {Price(price)} and {Price(former)}.");
            }

            former = price;
        }

        return null;
    }

    private (string Code, string Detail)? JudgeCandle(long timeMs)
    {
        var interval = request.Interval!.Value;
        if (interval.OpenTimeOf(timeMs) != timeMs)
        {
            return ("misaligned", $"A candle of {interval} cannot open at {Number(timeMs)} ms.");
        }

        if (timeMs == _lastMs)
        {
            return ("duplicate", $"There is a candle of {Number(timeMs)} ms already.");
        }

        foreach (var price in (ReadOnlySpan<int>)[SeriesSchema.Open, SeriesSchema.Close])
        {
            if (Compare(price, SeriesSchema.High) > 0 || Compare(price, SeriesSchema.Low) < 0)
            {
                return ("out_of_range", $"{_schema.Columns[price].Name} must lie between low and high, found {Price(price)} outside {Price(SeriesSchema.Low)} to {Price(SeriesSchema.High)}.");
            }
        }

        return null;
    }

    private int Compare(int column, int other) => Price(column).CompareTo(Price(other));

    private decimal Price(int column) => Scaled.ToDecimal(_values[column], _scales[column]);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
