namespace Trading.Domain.Indicators.Histories;

/// <summary>What is known about the data themselves: when they begin, where they are missing.</summary>
internal sealed class Coverage
{
    private readonly bool[] _stale = new bool[IndicatorSet.BlockSizeMax];
    private bool _hasStale;

    public GapLog Gaps { get; } = new();

    public bool HasBegun { get; private set; }

    /// <summary>Time of the first market event.</summary>
    public long FirstMs { get; private set; }

    public void Begin(long firstMs) => (HasBegun, FirstMs) = (true, firstMs);

    public void BeginBlock()
    {
        if (_hasStale)
        {
            Array.Clear(_stale);
            _hasStale = false;
        }
    }

    /// <summary>Nothing is known at this row: the feed is silent or the recording has a hole.</summary>
    public void MarkStale(int row) => _stale[row] = _hasStale = true;

    public void MaskStale(Span<double> values)
    {
        for (var row = 0; _hasStale && row < values.Length; row++)
        {
            values[row] = _stale[row] ? double.NaN : values[row];
        }
    }
}
