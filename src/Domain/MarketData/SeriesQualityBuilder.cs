using System.Collections.Immutable;
using System.Numerics;

namespace Trading.Domain.MarketData;

/// <summary>Streams a series into its <see cref="SeriesQuality"/>; memory does not grow with the rows.</summary>
public sealed class SeriesQualityBuilder(SeriesKind kind, CandleInterval? interval = null)
{
    private const int FineSpacingMsMax = 65_536;
    private const int SameTimeRowsMax = 64;
    private const double OutlierFraction = SeriesQuality.OutlierPct / 100.0;

    // Spacings in ms up to a minute, longer ones in whole seconds: few enough values for an exact histogram.
    private long[] _fineSpacings = new long[1024];
    private readonly Dictionary<long, long> _longSpacings = [];
    private readonly PriorityQueue<DataGap, long> _largest = new();
    private readonly List<ulong> _sameTime = [];
    private long _rows;
    private long _minutes;
    private long _firstMs;
    private long _lastMs;
    private double _lastPrice;
    private long _duplicates;
    private long _outliers;

    /// <summary>Takes the next row; times never run backwards.</summary>
    /// <param name="price">0 for a series without prices.</param>
    /// <param name="rowHash">Hash of all columns: rows of one time with the same hash are duplicates.</param>
    public void Add(long timeMs, double price, ulong rowHash)
    {
        if (_rows == 0)
        {
            _firstMs = timeMs;
            _minutes = 1;
        }
        else if (timeMs > _lastMs)
        {
            AddSpacing(timeMs);
        }

        CountDuplicate(rowHash);
        if (_lastPrice > 0 && Math.Abs(price - _lastPrice) > OutlierFraction * _lastPrice)
        {
            _outliers++;
        }

        _lastPrice = price;
        _lastMs = timeMs;
        _rows++;
    }

    public SeriesQuality Build()
    {
        var usualMs = interval is { } candle ? candle.FixedLengthMs ?? candle.CloseTimeOf(0) : MedianSpacing();
        var (units, expected) = Units(usualMs);
        ImmutableArray<DataGap> largest =
            [.. _largest.UnorderedItems.Select(item => item.Element).Where(gap => gap.ToMs - gap.FromMs > 2 * usualMs).OrderBy(gap => gap.FromMs)];
        return new SeriesQuality(_rows, units, expected, usualMs, CountOver(2 * usualMs), largest, _duplicates, _outliers);
    }

    private void AddSpacing(long timeMs)
    {
        var spacing = timeMs - _lastMs;
        if (spacing < FineSpacingMsMax)
        {
            if (spacing >= _fineSpacings.Length)
            {
                Array.Resize(ref _fineSpacings, (int)BitOperations.RoundUpToPowerOf2((uint)spacing + 1));
            }

            _fineSpacings[spacing]++;
        }
        else
        {
            var seconds = spacing / 1000 * 1000;
            _longSpacings[seconds] = _longSpacings.GetValueOrDefault(seconds) + 1;
        }

        if (SeriesQuality.Minute(timeMs) != SeriesQuality.Minute(_lastMs))
        {
            _minutes++;
        }

        if (_largest.Count < SeriesQuality.GapsKept)
        {
            _largest.Enqueue(new(_lastMs, timeMs), spacing);
        }
        else if (_largest.TryPeek(out _, out var smallest) && spacing > smallest)
        {
            _largest.DequeueEnqueue(new(_lastMs, timeMs), spacing);
        }

        _sameTime.Clear();
    }

    private void CountDuplicate(ulong rowHash)
    {
        if (_sameTime.Contains(rowHash))
        {
            _duplicates++;
        }
        else if (_sameTime.Count < SameTimeRowsMax)
        {
            _sameTime.Add(rowHash);
        }
    }

    private (long Units, long Expected) Units(long usualMs) => _rows == 0
        ? (0, 0)
        : (kind is SeriesKind.Candles or SeriesKind.Funding ? _rows : _minutes, SeriesQuality.Expected(kind, interval, _firstMs, _lastMs, _rows, usualMs));

    private long MedianSpacing()
    {
        var spacings = Spacings().ToArray();
        var half = (spacings.Sum(entry => entry.Count) + 1) / 2;
        foreach (var (spacing, count) in spacings)
        {
            half -= count;
            if (half <= 0)
            {
                return spacing;
            }
        }

        return 0;
    }

    private long CountOver(long limitMs) => Spacings().Where(entry => entry.Spacing > limitMs).Sum(entry => entry.Count);

    private IEnumerable<(long Spacing, long Count)> Spacings() =>
        _fineSpacings.Select((count, spacing) => ((long)spacing, count)).Where(entry => entry.count > 0)
            .Concat(_longSpacings.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)));
}
