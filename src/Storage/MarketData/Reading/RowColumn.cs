using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

/// <summary>A column of the segment that is read, and the values of the rows that are being written.</summary>
internal sealed class RowColumn
{
    private long[] _values = [];

    public SegmentColumn Segment { get; } = new();

    /// <summary>The values of some rows; valid until the next call.</summary>
    public ReadOnlySpan<long> Read(int row, int count)
    {
        if (_values.Length < count)
        {
            _values = new long[count];
        }

        var values = _values.AsSpan(0, count);
        Segment.CopyTo(row, values);
        return values;
    }
}
