using System.Collections.Immutable;
using Trading.Domain.MarketData;

namespace Trading.Exchanges.Simulated;

/// <summary>
/// The recorded levels of one side, best first, and what own fills took from them. What was taken stays taken until the
/// level changes its displayed quantity or leaves the recorded depth. Levels of a recording are fetched as far as somebody looks.
/// </summary>
internal sealed class BookSide(bool isBid)
{
    /// <summary>Displayed quantity of a price that lies beyond the recorded depth.</summary>
    public const long UnknownQuantity = long.MaxValue;

    private Level[] _levels = new Level[8];
    private readonly List<TakenLevel> _taken = [];
    private int _count;
    private IBookDepth? _depth;
    private int _depthIndex;
    private int _depthLevel;
    private long _priceFactor;
    private long _quantityFactor;

    public bool HasTaken => _taken.Count > 0;

    public bool IsEmpty => !Has(0);

    /// <summary>0 when the side is empty.</summary>
    public long Best => Has(0) ? _levels[0].Price : 0;

    /// <summary>Price of the deepest recorded level; 0 when the side is empty.</summary>
    public long Deepest
    {
        get
        {
            FetchAll();
            return _count > 0 ? _levels[_count - 1].Price : 0;
        }
    }

    /// <summary>Is a level recorded? They count from 0, the best.</summary>
    public bool Has(int level)
    {
        while (_count <= level && _depth is not null)
        {
            Fetch();
        }

        return level < _count;
    }

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
        for (var i = 0; i < _count; i++)
        {
            if (_levels[i].Price == price)
            {
                return _levels[i].Quantity;
            }

            if (IsBetter(price, _levels[i].Price))
            {
                return 0;
            }
        }

        return RecordedAt(price);
    }

    /// <summary>A side's new levels come between <see cref="Clear"/> and <see cref="Settle"/>.</summary>
    public void Clear() => (_count, _depth) = (0, null);

    public void Add(long price, long quantity)
    {
        if (price <= 0 || quantity <= 0)
        {
            return;
        }

        if (_count == _levels.Length)
        {
            Array.Resize(ref _levels, _count * 2);
        }

        _levels[_count++] = new(price, quantity);
    }

    /// <summary>What lies below the levels added so far, for as long as this book is the newest.</summary>
    public void Deepen(IBookDepth depth, int index, long priceFactor, long quantityFactor)
    {
        (_depth, _depthIndex, _depthLevel) = (depth, index, 0);
        (_priceFactor, _quantityFactor) = (priceFactor, quantityFactor);
    }

    public void Settle()
    {
        for (var i = _taken.Count - 1; i >= 0; i--)
        {
            if (DisplayedAt(_taken[i].Price) != _taken[i].Displayed)
            {
                _taken.RemoveAt(i);
            }
        }
    }

    public ImmutableArray<LevelSnapshot> Snapshot()
    {
        FetchAll();
        var levels = ImmutableArray.CreateBuilder<LevelSnapshot>(_count);
        for (var i = 0; i < _count; i++)
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
                Take(_count - 1, level.Taken);
            }
        }
    }

    private void FetchAll()
    {
        while (_depth is not null)
        {
            Fetch();
        }
    }

    private void Fetch()
    {
        var level = _depthLevel++;
        if (level >= _depth!.Levels)
        {
            _depth = null;
            return;
        }

        var price = _depth.Price(isBid, _depthIndex, level);
        if (price == 0)
        {
            _depth = null;
            return;
        }

        Add(price * _priceFactor, _depth.Quantity(isBid, _depthIndex, level) * _quantityFactor);
    }

    /// <summary>What is displayed at a price beyond the levels fetched so far. Looks at prices as far as it must, at no quantity but that one.</summary>
    private long RecordedAt(long price)
    {
        for (var level = _depthLevel; _depth is not null && level < _depth.Levels; level++)
        {
            var recorded = _depth.Price(isBid, _depthIndex, level) * _priceFactor;
            if (recorded == 0)
            {
                break;
            }

            if (recorded == price)
            {
                return _depth.Quantity(isBid, _depthIndex, level) * _quantityFactor;
            }

            if (IsBetter(price, recorded))
            {
                return 0;
            }
        }

        return UnknownQuantity;
    }

    private bool IsBetter(long price, long than) => isBid ? price > than : price < than;

    private readonly record struct Level(long Price, long Quantity);

    private readonly record struct TakenLevel(long Price, long Displayed, long Taken);
}
