namespace Trading.Domain.Indicators.Histories;

/// <summary>
/// Times of a series' points under indices that never change: point n stands in slot <c>n &amp; Mask</c>. The owner keeps its lanes
/// in arrays of the same capacity.
/// </summary>
internal sealed class PointRing
{
    private const int CapacityStart = 64;

    /// <summary>Before any event, yet far enough from the end of long that differences do not wrap.</summary>
    private const long BeforeAll = long.MinValue / 4;

    /// <summary>Starts with one point before all time, so that every edge finds a point at or before it.</summary>
    public PointRing() => Add(BeforeAll);

    public long[] Times { get; private set; } = new long[CapacityStart];

    public int Capacity => Times.Length;

    public int Mask => Times.Length - 1;

    /// <summary>Oldest index kept.</summary>
    public long First { get; private set; }

    public long Last { get; private set; } = -1;

    public bool IsFull => Last - First + 1 == Times.Length;

    public long LastTime => Times[(int)(Last & Mask)];

    /// <summary>The caller grows first when <see cref="IsFull"/>.</summary>
    public int Add(long time)
    {
        Last++;
        var slot = (int)(Last & Mask);
        Times[slot] = time;
        return slot;
    }

    public void MoveLast(long time) => Times[(int)(Last & Mask)] = time;

    public void Grow() => Times = Doubled(Times);

    /// <summary>The same points in twice the room, each in its new slot. To be called before <see cref="Grow"/>.</summary>
    public T[] Doubled<T>(T[] items)
    {
        var larger = new T[items.Length * 2];
        for (var index = First; index <= Last; index++)
        {
            larger[(int)(index & (larger.Length - 1))] = items[(int)(index & (items.Length - 1))];
        }

        return larger;
    }

    /// <summary>Forgets what no edge at or after <paramref name="cutoff"/> can ask for: the last point at or before it stays.</summary>
    public void Trim(long cutoff)
    {
        var (times, mask) = (Times, Mask);
        while (First < Last && times[(int)((First + 1) & mask)] <= cutoff)
        {
            First++;
        }
    }
}
