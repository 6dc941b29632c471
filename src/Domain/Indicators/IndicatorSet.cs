using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators;

/// <summary>
/// The indicators of one symbol: shared by all instances on it, single-threaded. <see cref="Append"/> makes events the current
/// block; <see cref="Column"/> computes what is asked for. A slot may be left alone for any number of blocks.
/// </summary>
/// <param name="specs">One slot each; equal specs share their computation. None may be an instance indicator.</param>
/// <param name="staleAfter">On a live feed 30 s: silence from which on everything is unknown. Null for datasets.</param>
/// <param name="mark">Series that the mark comes from when that is known beforehand; else the best one seen so far.</param>
public sealed class IndicatorSet(
    int priceScale, int quantityScale, IReadOnlyList<IndicatorSpec> specs, TimeSpan? staleAfter = null, MarkSeries mark = MarkSeries.None) : IIndicatorColumns
{
    /// <summary>Largest block.</summary>
    public const int BlockSizeMax = 512;

    public int Count => throw new NotSupportedException();

    public IReadOnlyList<IndicatorSpec> Specs { get; } = specs;

    /// <summary>Largest timestamp seen, Unix ms; the reference time of the last event of the block.</summary>
    public long NowMs => throw new NotSupportedException();

    /// <summary>Makes <paramref name="count"/> events of the batch, from <paramref name="offset"/>, the current block.</summary>
    /// <exception cref="ArgumentException">More than <see cref="BlockSizeMax"/> events, or other scales than the set's.</exception>
    public void Append(MarketBatch batch, int offset, int count) =>
        throw new NotSupportedException($"{priceScale}{quantityScale}{staleAfter}{mark}");

    /// <inheritdoc/>
    public ReadOnlySpan<double> Column(int slot) => throw new NotSupportedException();

    /// <inheritdoc/>
    public double WarmupPct(int slot) => throw new NotSupportedException();
}
