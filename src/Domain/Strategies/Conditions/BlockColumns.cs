using Trading.Domain.Indicators;
using Trading.Domain.MarketData;

namespace Trading.Domain.Strategies.Conditions;

/// <summary>The block that an instance is walking: market columns from the symbol's shared set, its own indicators beside them.</summary>
/// <param name="slots">Slot of each market indicator in the shared set.</param>
internal sealed class BlockColumns(int[] slots)
{
    /// <summary>Most events in a block.</summary>
    public const int EventsMax = 512;

    private readonly double[]?[] _own = new double[InstanceIndicators.Count][];
    private IIndicatorColumns? _columns;
    private MarketBatch? _batch;
    private int _offset;

    public int Count { get; private set; }

    public void Begin(MarketBatch batch, int offset, IIndicatorColumns columns)
    {
        if (columns.Count > EventsMax)
        {
            throw new InvariantException($"A block of {columns.Count} events exceeds {EventsMax}.");
        }

        (_batch, _offset, _columns) = (batch, offset, columns);
        Count = columns.Count;
    }

    public long TimeMs(int index) => _batch!.Events[_offset + index].TimeMs;

    /// <summary>First event in [from, to) at or after a time, else <paramref name="to"/>; times never run backwards.</summary>
    public int FirstAt(long timeMs, int from, int to)
    {
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (TimeMs(middle) >= timeMs)
            {
                to = middle;
            }
            else
            {
                from = middle + 1;
            }
        }

        return from;
    }

    /// <param name="indicator">See <see cref="CompiledStrategy.IndexOf"/>.</param>
    public ReadOnlySpan<double> Column(int indicator) =>
        indicator < slots.Length ? _columns!.Column(slots[indicator]) : Own((InstanceIndicator)(indicator - slots.Length)).AsSpan(0, Count);

    public bool IsOwn(int indicator, InstanceIndicator own) => indicator == slots.Length + (int)own;

    public double[] Own(InstanceIndicator indicator) => _own[(int)indicator] ??= new double[EventsMax];
}
