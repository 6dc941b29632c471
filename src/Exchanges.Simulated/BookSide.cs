using System.Collections.Immutable;

namespace Trading.Exchanges.Simulated;

/// <summary>
/// The recorded levels of one side, best first, and what own fills took from them. What was taken stays taken until the
/// level changes its displayed quantity or leaves the recorded depth.
/// </summary>
internal sealed class BookSide(bool isBid)
{
    /// <summary>Displayed quantity of a price that lies beyond the recorded depth.</summary>
    public const long UnknownQuantity = long.MaxValue;

    private Level[] _levels = new Level[8];
    private readonly List<TakenLevel> _taken = [];

    public int Count { get; private set; }

    public bool HasTaken => _taken.Count > 0;

    /// <summary>0 when the side is empty.</summary>
    public long Best => Count > 0 ? _levels[0].Price : 0;

    /// <summary>Price of the deepest recorded level; 0 when the side is empty.</summary>
    public long Deepest => Count > 0 ? _levels[Count - 1].Price : 0;

    public long PriceAt(int level) => _levels[level].Price;

    public long AvailableAt(int level)
    {
        var (price, quantity) = (_levels[level].Price, _levels[level].Quantity);
        foreach (var taken in _taken)
        {
            if (taken.Price == price)
            {
                return quantity - taken.Taken;
            }
        }

        return quantity;
    }

    public void Take(int level, long quantity)
    {
        if (quantity == 0)
        {
            return;
        }

        var price = _levels[level].Price;
        for (var i = 0; i < _taken.Count; i++)
        {
            if (_taken[i].Price == price)
            {
                _taken[i] = _taken[i] with { Taken = _taken[i].Taken + quantity };
                return;
            }
        }

        _taken.Add(new(price, _levels[level].Quantity, quantity));
    }

    /// <summary>What is displayed at a price: 0 inside the recorded depth where there is no level, unknown beyond it.</summary>
    public long DisplayedAt(long price)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_levels[i].Price == price)
            {
                return _levels[i].Quantity;
            }
        }

        return Count > 0 && IsBetter(price, Deepest) ? 0 : UnknownQuantity;
    }

    /// <summary>A side's new levels come between <see cref="Clear"/> and <see cref="Settle"/>.</summary>
    public void Clear() => Count = 0;

    public void Add(long price, long quantity)
    {
        if (price <= 0 || quantity <= 0)
        {
            return;
        }

        if (Count == _levels.Length)
        {
            Array.Resize(ref _levels, Count * 2);
        }

        _levels[Count++] = new(price, quantity);
    }

    public void Settle()
    {
        if (_taken.Count > 0)
        {
            _taken.RemoveAll(taken => DisplayedAt(taken.Price) != taken.Displayed);
        }
    }

    public ImmutableArray<LevelSnapshot> Snapshot()
    {
        var levels = ImmutableArray.CreateBuilder<LevelSnapshot>(Count);
        for (var i = 0; i < Count; i++)
        {
            levels.Add(new(_levels[i].Price, _levels[i].Quantity, _levels[i].Quantity - AvailableAt(i)));
        }

        return levels.MoveToImmutable();
    }

    public void Restore(ImmutableArray<LevelSnapshot> levels)
    {
        foreach (var level in levels)
        {
            Add(level.Price, level.Quantity);
            if (level.Taken > 0)
            {
                Take(Count - 1, level.Taken);
            }
        }
    }

    private bool IsBetter(long price, long than) => isBid ? price > than : price < than;

    private readonly record struct Level(long Price, long Quantity);

    private readonly record struct TakenLevel(long Price, long Displayed, long Taken);
}
