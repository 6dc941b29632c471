using System.Collections.Immutable;
using Trading.Domain.MarketData;

namespace Trading.Exchanges.Simulated;

/// <summary>
/// Traded quantity of the last 60 s, exact: a ring of its trades. They are dropped when somebody asks or when room is needed, so that adding costs next to
/// nothing.
/// </summary>
internal sealed class VolumeWindow
{
    public const long LengthMs = 60_000;

    private const int InitialCapacity = 64;

    private Entry[] _ring = new Entry[InitialCapacity];
    private int _head;
    private int _count;
    private long _total;
    // Before all, yet far enough from the end of long that differences do not wrap.
    private long _newestMs = long.MinValue / 4;

    /// <param name="timeMs">Time of the trade itself; one before the newest counts with that.</param>
    public void Add(long timeMs, long quantity)
    {
        if (_count == _ring.Length)
        {
            MakeRoom(1, timeMs);
        }

        _ring[(_head + _count) & (_ring.Length - 1)] = new(Math.Max(timeMs, _newestMs), quantity);
        _newestMs = Math.Max(timeMs, _newestMs);
        _total += quantity;
        _count++;
    }

    /// <summary>The trades among the events. Which event is one follows no pattern that a branch predictor would find: there is no branch on it.</summary>
    /// <param name="factor">From the batch's quantities to those of the market.</param>
    /// <returns>False when there is a candle step among the events.</returns>
    public bool AddTrades(ReadOnlySpan<MarketEvent> events, long factor)
    {
        if (_count + events.Length > _ring.Length)
        {
            MakeRoom(events.Length, _newestMs);
        }

        var (ring, end, newestMs, total, steps) = (_ring, _head + _count, _newestMs, _total, 0);
        foreach (ref readonly var market in events)
        {
            var isTrade = market.Kind is MarketEventKind.Trade ? 1 : 0;
            var quantity = market.Quantity * factor;

            // The later one of the two: a conditional expression in a loop becomes a branch, signs do not.
            var ahead = market.TimeMs - newestMs;
            var timeMs = newestMs + (ahead & ~(ahead >> 63));
            ring[end & (ring.Length - 1)] = new(timeMs, quantity);
            newestMs += -isTrade & (timeMs - newestMs);
            total += -isTrade & quantity;
            end += isTrade;
            steps |= market.Kind is MarketEventKind.CandleStep ? 1 : 0;
        }

        (_count, _newestMs, _total) = (end - _head, newestMs, total);
        return steps == 0;
    }

    /// <summary>Quantity traded in (now − 60 s, now].</summary>
    public long At(long nowMs)
    {
        Drop(nowMs);
        return _total;
    }

    public ImmutableArray<VolumeSnapshot> Snapshot(long nowMs)
    {
        Drop(nowMs);
        var entries = ImmutableArray.CreateBuilder<VolumeSnapshot>(_count);
        for (var i = 0; i < _count; i++)
        {
            var entry = _ring[(_head + i) & (_ring.Length - 1)];
            if (entries.Count > 0 && entries[^1].TimeMs == entry.TimeMs)
            {
                entries[^1] = new(entry.TimeMs, entries[^1].Quantity + entry.Quantity);
            }
            else
            {
                entries.Add(new(entry.TimeMs, entry.Quantity));
            }
        }

        return entries.DrainToImmutable();
    }

    public void Restore(ImmutableArray<VolumeSnapshot> entries)
    {
        foreach (var entry in entries)
        {
            Add(entry.TimeMs, entry.Quantity);
        }
    }

    private void Drop(long nowMs)
    {
        while (_count > 0 && _ring[_head].TimeMs <= nowMs - LengthMs)
        {
            _total -= _ring[_head].Quantity;
            _head = (_head + 1) & (_ring.Length - 1);
            _count--;
        }
    }

    /// <summary>Twice what is needed, so that dropping what is over is seldom looked for.</summary>
    private void MakeRoom(int more, long nowMs)
    {
        Drop(nowMs);
        var length = _ring.Length;
        while (length < 2 * (_count + more))
        {
            length *= 2;
        }

        if (length == _ring.Length)
        {
            return;
        }

        var larger = new Entry[length];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        (_ring, _head) = (larger, 0);
    }

    private record struct Entry(long TimeMs, long Quantity);
}
