namespace Trading.Domain.Indicators;

/// <summary>
/// Values of a symbol's indicators for the block of events being evaluated (at most 512). A column is computed when it is
/// first asked for within a block, so that a section that is not in force costs nothing.
/// </summary>
public interface IIndicatorColumns
{
    /// <summary>Events in the current block.</summary>
    int Count { get; }

    /// <summary>
    /// One value for each event of the block: the indicator after that event. NaN is <em>unknown</em> (warming up, no data,
    /// stale); infinity never appears.
    /// </summary>
    /// <param name="slot">Index of the indicator in the list that the set was built from.</param>
    ReadOnlySpan<double> Column(int slot);

    /// <summary>Share of the indicator's longest window that data cover at the end of the block, 0–100.</summary>
    double WarmupPct(int slot);
}
