using System.Collections.Immutable;

namespace Trading.Domain.MarketData;

/// <summary>
/// The newest events of one symbol, numbered in stream order: what late readers catch up from and indicators are warmed with. Batches
/// are kept by reference. Not thread-safe.
/// </summary>
/// <param name="next">Number of the first event to come.</param>
public sealed class RecentEvents(long next)
{
    private readonly List<(long First, MarketBatch Batch)> _kept = [];

    /// <summary>Batches before this one are gone; the list is compacted now and then.</summary>
    private int _head;

    /// <summary>Number of the next event to come.</summary>
    public long Next { get; private set; } = next;

    /// <summary>Number of the oldest event that is kept; <see cref="Next"/> when none is.</summary>
    public long Oldest => _head < _kept.Count ? _kept[_head].First : Next;

    /// <summary>Time of the newest event, Unix ms; null before the first.</summary>
    public long? NewestMs => _head < _kept.Count ? _kept[^1].Batch.Events[^1].TimeMs : null;

    /// <returns>Number of the batch's first event.</returns>
    public long Add(MarketBatch batch)
    {
        var first = Next;
        _kept.Add((first, batch));
        Next += batch.Count;
        return first;
    }

    /// <summary>Forgets batches whose newest event is older than a time.</summary>
    public void Trim(long beforeMs)
    {
        while (_head < _kept.Count && _kept[_head].Batch.Events[^1].TimeMs < beforeMs)
        {
            _kept[_head++] = default;
        }

        if (_head > 256 && _head > _kept.Count / 2)
        {
            _kept.RemoveRange(0, _head);
            _head = 0;
        }
    }

    /// <summary>The batches that hold events at or after a time, with the number of the first event in them.</summary>
    public (long First, ImmutableArray<MarketBatch> Batches) From(long timeMs)
    {
        var index = _head;
        while (index < _kept.Count && _kept[index].Batch.Events[^1].TimeMs < timeMs)
        {
            index++;
        }

        return index == _kept.Count ? (Next, []) : (_kept[index].First, [.. _kept[index..].Select(kept => kept.Batch)]);
    }

    /// <summary>
    /// Events for a reader that wants to go on at a number: the batch that holds it, or, when several wait, those joined up to
    /// <paramref name="countMax"/>. Begins later than asked for when what was asked for is gone.
    /// </summary>
    /// <param name="end">Events from this number on are not for the reader yet.</param>
    /// <returns>Null when there is nothing.</returns>
    public (long First, MarketBatch Batch)? Read(long from, long end, int countMax)
    {
        var index = IndexOf(Math.Max(from, Oldest));
        if (index == _kept.Count || _kept[index].First + _kept[index].Batch.Count > end)
        {
            return null;
        }

        var last = index;
        var count = _kept[index].Batch.Count;
        while (last + 1 < _kept.Count && count + _kept[last + 1].Batch.Count <= countMax
            && _kept[last + 1].First + _kept[last + 1].Batch.Count <= end && IsAlike(_kept[last + 1].Batch, _kept[index].Batch))
        {
            count += _kept[++last].Batch.Count;
        }

        return (_kept[index].First, index == last ? _kept[index].Batch : Join(index, last, count));
    }

    private static bool IsAlike(MarketBatch batch, MarketBatch other) =>
        batch.DepthLevels == other.DepthLevels && batch.PriceScale == other.PriceScale && batch.QuantityScale == other.QuantityScale;

    private int IndexOf(long number)
    {
        var (low, high) = (_head, _kept.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_kept[middle].First + _kept[middle].Batch.Count <= number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private MarketBatch Join(int first, int last, int count)
    {
        var model = _kept[first].Batch;
        var events = new MarketEvent[count];
        var depth = new List<BookLevel>();
        var done = 0;
        for (var index = first; index <= last; index++)
        {
            var batch = _kept[index].Batch;
            foreach (ref readonly var market in batch.Events)
            {
                ref var joined = ref events[done++];
                joined = market;
                if (market.DepthIndex >= 0)
                {
                    joined.DepthIndex = depth.Count;
                    depth.AddRange(batch.DepthOf(in market));
                }
            }
        }

        return new MarketBatch(model.Symbol, model.PriceScale, model.QuantityScale, events, count, [.. depth], model.DepthLevels);
    }
}
