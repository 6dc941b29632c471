namespace Trading.Storage.MarketData.Segments;

/// <summary>Up to a segment's rows of one series in columns of integers, with the scales that hold for all of them. Reused from segment to segment.</summary>
internal sealed class SeriesBlock(SeriesSchema schema)
{
    private static readonly long[] Powers = [.. Enumerable.Range(0, 19).Select(n => (long)Math.Pow(10, n))];

    /// <summary>Columns grow from here to a segment's rows, so that a small file costs little.</summary>
    private const int FirstLength = 256;

    private int[] _scratch = [];
    private readonly long[]?[] _columns = new long[schema.Columns.Count][];
    private int _length = FirstLength;

    public SeriesSchema Schema { get; } = schema;

    public int Count { get; private set; }

    public int PriceScale { get; private set; }

    public int QuantityScale { get; private set; }

    /// <summary>Rows that still fit.</summary>
    public int Room => SeriesSchema.SegmentRows - Count;

    /// <summary>Is there any value in the column? Always true of required ones.</summary>
    public bool Has(int column) => _columns[column] is not null;

    /// <summary>The values so far; empty when the column has none.</summary>
    public ReadOnlySpan<long> Column(int column) => _columns[column].AsSpan(0, _columns[column] is null ? 0 : Count);

    /// <summary>The whole column, made when there is none yet.</summary>
    public long[] Writable(int column)
    {
        if (_columns[column] is { } known)
        {
            return known;
        }

        var made = new long[_length];
        Array.Fill(made, Schema.Columns[column].Absent);
        return _columns[column] = made;
    }

    /// <summary>Appends a row of values at the block's scales; <see cref="SeriesColumn.Absent"/> leaves an optional column out.</summary>
    public void Append(ReadOnlySpan<long> row)
    {
        if (Count == _length)
        {
            Grow();
        }

        for (var column = 0; column < row.Length; column++)
        {
            var definition = Schema.Columns[column];
            if (_columns[column] is { } values)
            {
                values[Count] = row[column];
            }
            else if (!definition.IsOptional || row[column] != definition.Absent)
            {
                Writable(column)[Count] = row[column];
            }
        }

        Count++;
    }

    /// <summary>Empties the block; scales stay, so that they only grow within a series.</summary>
    public void Clear()
    {
        Count = 0;
        for (var column = 0; column < _columns.Length; column++)
        {
            if (Schema.Columns[column].IsOptional)
            {
                _columns[column] = null;
            }
        }
    }

    /// <summary>Raises the scales and rescales what is there. The caller has made sure that everything fits.</summary>
    public void Raise(int priceScale, int quantityScale)
    {
        Multiply(ColumnRole.Price, PowerOf10(priceScale - PriceScale));
        Multiply(ColumnRole.Quantity, PowerOf10(quantityScale - QuantityScale));
        PriceScale = Math.Max(PriceScale, priceScale);
        QuantityScale = Math.Max(QuantityScale, quantityScale);
    }

    /// <summary>Makes room for a segment read from storage: its rows, its columns, its scales.</summary>
    internal void Reset(int count, int priceScale, int quantityScale)
    {
        if (count > _length)
        {
            _length = count;
            Array.Clear(_columns);
        }

        Count = count;
        (PriceScale, QuantityScale) = (priceScale, quantityScale);
    }

    internal void Drop(int column) => _columns[column] = null;

    /// <summary>Room for the narrow form of a column.</summary>
    internal Memory<int> Scratch => _scratch.Length >= Count ? _scratch : _scratch = new int[_length];

    /// <param name="exponent">0–18; below 0 counts as 0.</param>
    internal static long PowerOf10(int exponent) => Powers[Math.Max(0, exponent)];

    private void Grow()
    {
        _length = Math.Min(_length * 2, SeriesSchema.SegmentRows);
        for (var column = 0; column < _columns.Length; column++)
        {
            if (_columns[column] is { } shorter)
            {
                Array.Resize(ref _columns[column], _length);
                _columns[column].AsSpan(shorter.Length).Fill(Schema.Columns[column].Absent);
            }
        }
    }

    private void Multiply(ColumnRole role, long factor)
    {
        if (factor == 1)
        {
            return;
        }

        for (var column = 0; column < _columns.Length; column++)
        {
            if (_columns[column] is not null && Schema.Columns[column].Role == role)
            {
                foreach (ref var value in _columns[column].AsSpan(0, Count))
                {
                    value *= factor;
                }
            }
        }
    }
}
