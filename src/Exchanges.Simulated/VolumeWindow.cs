using System.Collections.Immutable;

namespace Trading.Exchanges.Simulated;

/// <summary>
/// Traded quantity of the last 60 s, exact: a ring of one entry for each millisecond that traded. Entries are dropped when
/// somebody asks or when room is needed, so that adding costs next to nothing.
/// </summary>
internal sealed class VolumeWindow
{
    public const long LengthMs = 60_000;

    private const int InitialCapacity = 64;

    private Entry[] _ring = new Entry[InitialCapacity];
    private int _head;
    private int _count;
    private long _total;

    /// <param name="timeMs">Time of the trade itself; one before the newest counts with that.</param>
    public void Add(long timeMs, long quantity)
    {
        _total += quantity;
        if (_count > 0)
        {
            ref var last = ref _ring[(_head + _count - 1) & (_ring.Length - 1)];
            if (last.TimeMs >= timeMs)
            {
                last.Quantity += quantity;
                return;
            }
        }

        if (_count == _ring.Length)
        {
            MakeRoom(timeMs);
        }

        _ring[(_head + _count) & (_ring.Length - 1)] = new(timeMs, quantity);
        _count++;
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
            entries.Add(new(entry.TimeMs, entry.Quantity));
        }

        return entries.MoveToImmutable();
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

    private void MakeRoom(long nowMs)
    {
        Drop(nowMs);
        if (_count <= _ring.Length / 2)
        {
            return;
        }

        // At most 60 000 milliseconds are in the window, so the ring ends at 65 536 entries.
        var larger = new Entry[_ring.Length * 2];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        _ring = larger;
        _head = 0;
    }

    private record struct Entry(long TimeMs, long Quantity);
}
