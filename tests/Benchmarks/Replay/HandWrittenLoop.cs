using System.Runtime.CompilerServices;
using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Benchmarks.Replay;

/// <summary>
/// The sample strategy written out by hand for one symbol with trades and a book, at the default venue: what a careful programmer
/// would write who needs this one backtest and nothing else. Each state computes only what it needs; signals, fills, round trips and
/// the closest approach of the signal's leaves come out as the kernel's. What the recording does not lead to is not handled but refused.
/// </summary>
internal sealed class HandWrittenLoop(Instrument instrument, int priceScale, int quantityScale)
{
    private const double PumpMin = 7;
    private const double SurgeMin = 3.5;
    private const long LatencyMs = 50;
    private const long PumpWarmUpMs = 60_000;
    private const long SurgeWarmUpMs = 600_000;
    private const long LookbackMs = 60_000;
    private const decimal FeeRate = 0.0006m;

    private readonly double _priceUnit = Math.Pow(10, priceScale);
    private readonly double _quantityUnit = Math.Pow(10, quantityScale);
    private readonly TradeTape _tape = new();
    private readonly Queue<(long TimeMs, double Velocity)> _samples = new();
    private readonly BookLevel[] _depth = new BookLevel[8];
    private MarketBatch? _batch;
    private MarketEvent _book;
    private int _depthCount;
    private decimal _mark;

    private Stage _stage = Stage.Watching;
    private long _firstMs = long.MaxValue;
    private int _at10;
    private int _at30;
    private int _at60;
    private int _at600;
    private long _signaledMs;
    private long _nextSampleMs;
    private long _fadingSinceMs;
    private long _cooldownEndMs;

    private long _entryArrivalMs = long.MaxValue;
    private long _closeArrivalMs = long.MaxValue;
    private long _stopArrivalMs = long.MaxValue;
    private decimal _limit;
    private decimal _entryQuantity;
    private decimal _held;
    private decimal _largest;
    private decimal _cost;
    private decimal _entryPrice;
    private decimal _lowestMark;
    private decimal? _trailingStop;
    private decimal? _stopTrigger;
    private decimal _closeQuantity;
    private bool _stepDone;
    private bool _isStep;
    private decimal _net;
    private long _openedMs;
    private bool _isEntryFilled;

    private DateOnly _tradesDay;
    private int _trades;
    private int _losses;
    private DateOnly? _blockedDay;

    private enum Stage
    {
        Watching = 0,
        Signaled = 1,
        Entering = 2,
        InPosition = 3,
        Exiting = 4,
        Cooldown = 5,
    }

    public decimal Balance { get; private set; } = SampleRun.InitialBalance;

    public List<long> Signals { get; } = [];

    public List<(long TimeMs, decimal Price, decimal Quantity, decimal Fee)> Fills { get; } = [];

    public List<decimal> Nets { get; } = [];

    /// <summary>How near the signal's leaves came since the beginning.</summary>
    public double ClosestPump { get; private set; } = double.PositiveInfinity;

    public double ClosestSurge { get; private set; } = double.PositiveInfinity;

    public void Run(IEnumerable<MarketBatch> batches)
    {
        foreach (var batch in batches)
        {
            _batch = batch;
            Run(batch.Events);
            KeepDepth();
        }
    }

    private void Run(ReadOnlySpan<MarketEvent> events)
    {
        var tape = _tape;
        for (var i = 0; i < events.Length; i++)
        {
            ref readonly var market = ref events[i];
            var now = market.TimeMs;
            if (now > _entryArrivalMs || now > _closeArrivalMs || now > _stopArrivalMs)
            {
                Arrive(now);
            }

            if (market.Kind == MarketEventKind.Trade)
            {
                tape.Add(now, market.Price, market.Quantity);
                _firstMs = Math.Min(_firstMs, now);
            }
            else if (market.Kind == MarketEventKind.Book)
            {
                _book = market;
                _depthCount = -1;
                _firstMs = Math.Min(_firstMs, now);
                if (_held != 0m)
                {
                    FollowMark(now);
                }
            }

            switch (_stage)
            {
                case Stage.Watching:
                    Watch(now);
                    break;
                case Stage.Cooldown:
                    _stage = now >= _cooldownEndMs ? Stage.Watching : Stage.Cooldown;
                    break;
                case Stage.Signaled:
                    FollowSignal(now);
                    break;
                case Stage.Entering:
                    FollowEntry(now);
                    break;
                case Stage.InPosition:
                    FollowPosition(now);
                    break;
                default:
                    FollowExit(now);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Watch(long now)
    {
        var pump = Pump(now);
        var tape = _tape;
        _at600 = tape.Seek(_at600, now - 600_000);
        var surge = tape.Volume(_at30, tape.Last) / _quantityUnit / 30.0 / (tape.Volume(_at600, _at30) / _quantityUnit / 570.0);
        if (now - _firstMs < SurgeWarmUpMs)
        {
            (pump, surge) = (now - _firstMs < PumpWarmUpMs ? double.NaN : pump, double.NaN);
        }

        ClosestPump = PumpMin - pump < ClosestPump ? Math.Max(0, PumpMin - pump) : ClosestPump;
        ClosestSurge = SurgeMin - surge < ClosestSurge ? Math.Max(0, SurgeMin - surge) : ClosestSurge;
        if (pump >= PumpMin && surge >= SurgeMin && double.IsFinite(surge))
        {
            Signals.Add(now);
            _signaledMs = now;
            _fadingSinceMs = long.MaxValue;
            _samples.Clear();
            _nextSampleMs = (now - LookbackMs) / 1_000 * 1_000;
            _stage = Stage.Signaled;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Pump(long now)
    {
        var tape = _tape;
        _at10 = tape.Seek(_at10, now - 10_000);
        _at30 = tape.Seek(_at30, now - 30_000);
        _at60 = tape.Seek(_at60, now - 60_000);
        var current = tape.Average(_at10, now - 10_000, tape.Last, now) / _priceUnit;
        var baseline = tape.Average(_at60, now - 60_000, _at30, now - 30_000) / _priceUnit;
        return 100 * (current - baseline) / baseline;
    }

    private void FollowSignal(long now)
    {
        if ((now - _signaledMs) / 1000d >= 300 || Pump(now) <= 2)
        {
            CoolDown(now + 300_000);
            return;
        }

        if (!(Fade(now) <= -40))
        {
            _fadingSinceMs = long.MaxValue;
            return;
        }

        _fadingSinceMs = Math.Min(_fadingSinceMs, now);
        if (now - _fadingSinceMs >= 2_000 && SpreadPct() <= 1)
        {
            Enter(now);
        }
    }

    /// <summary>How far the velocity has come back from the largest of the last minute's grid and now.</summary>
    private double Fade(long now)
    {
        for (; _nextSampleMs < now; _nextSampleMs += 1_000)
        {
            _samples.Enqueue((_nextSampleMs, Velocity(_nextSampleMs)));
        }

        while (_samples.Count > 0 && _samples.Peek().TimeMs <= now - LookbackMs)
        {
            _samples.Dequeue();
        }

        var velocity = Velocity(now);
        var peak = velocity;
        var largest = 0d;
        foreach (var (_, sample) in _samples)
        {
            if (Math.Abs(sample) >= largest)
            {
                largest = Math.Abs(sample);
                peak = largest > Math.Abs(velocity) ? sample : peak;
            }
        }

        return Math.Abs(peak) >= 0.001 ? 100 * (velocity - peak) / Math.Abs(peak) : double.NaN;
    }

    private double Velocity(long at)
    {
        var current = _tape.Average(_tape.Find(at - 10_000), at - 10_000, _tape.Find(at), at) / _priceUnit;
        var baseline = _tape.Average(_tape.Find(at - 40_000), at - 40_000, _tape.Find(at - 30_000), at - 30_000) / _priceUnit;
        return 100 * (current - baseline) / baseline / 30;
    }

    private double SpreadPct() =>
        _book.HasTwoSides ? 200.0 * (_book.AskPrice - _book.Price) / ((double)_book.AskPrice + _book.Price) : double.NaN;

    private void Enter(long now)
    {
        var day = DayOf(now);
        if ((day == _tradesDay && _trades >= 5) || (_blockedDay is { } blocked && day <= blocked))
        {
            CoolDown(now + 60_000);
            return;
        }

        _limit = instrument.CeilingToTick(Price(_book.Price) * (1m - 0.0005m));
        _entryQuantity = instrument.TruncateToLot(Balance * 2m / 100m / _limit);
        _entryArrivalMs = now + LatencyMs;
        _isEntryFilled = false;
        _stage = Stage.Entering;
    }

    private void FollowEntry(long now)
    {
        if (SpreadPct() >= 10 || (!_isEntryFilled && ((now - _signaledMs) / 1000d >= 300 || Pump(now) <= 2)))
        {
            throw Unmet("the entry is cancelled");
        }

        if (_isEntryFilled)
        {
            Protect(now);
            SeeTrailing();
            _stage = Stage.InPosition;
        }
    }

    private void FollowPosition(long now)
    {
        if (_held == 0m)
        {
            EndPosition(now);
            return;
        }

        SeeTrailing();
        if (SpreadPct() >= 10 || now / 28_800_000 != _openedMs / 28_800_000)
        {
            throw Unmet("an emergency or a funding");
        }

        var isLeaving = _mark >= _entryPrice * 1.015m || _mark >= _trailingStop || _mark <= _entryPrice * 0.96m || now - _openedMs >= 600_000
            || (Pump(now) <= 0 && (double)(-100m * (_mark - _entryPrice) / _entryPrice) >= 0.5);
        if (isLeaving)
        {
            if (_closeArrivalMs != long.MaxValue)
            {
                throw Unmet("a step works while the position is left");
            }

            Send(now, Math.Abs(_held), isStep: false);
            _stage = Stage.Exiting;
        }
        else if (!_stepDone && _closeArrivalMs == long.MaxValue && _mark <= _entryPrice * 0.98m)
        {
            Send(now, instrument.TruncateToLot(_largest * 50m / 100m), isStep: true);
        }
    }

    private void FollowExit(long now)
    {
        if (_held == 0m)
        {
            EndPosition(now);
        }
    }

    private void EndPosition(long now)
    {
        _closeArrivalMs = _stopArrivalMs = long.MaxValue;
        CoolDown(now + (_net < 0m ? 1_200_000 : 300_000));
    }

    private void CoolDown(long endMs) => (_stage, _cooldownEndMs) = (Stage.Cooldown, endMs);

    private void Send(long now, decimal quantity, bool isStep) => (_closeArrivalMs, _closeQuantity, _isStep) = (now + LatencyMs, quantity, isStep);

    private void Protect(long now)
    {
        _stopArrivalMs = now + LatencyMs;
        _stopTrigger = null;
    }

    private void SeeTrailing()
    {
        if (_lowestMark <= _entryPrice * 0.985m)
        {
            var stop = _lowestMark + (_entryPrice * 0.8m / 100m);
            _trailingStop = _trailingStop is { } former ? Math.Min(former, stop) : stop;
        }
    }

    private void FollowMark(long now)
    {
        if (!_book.HasTwoSides)
        {
            throw Unmet("a book without two sides");
        }

        _mark = Price(_book.Price + _book.AskPrice) / 2m;
        if (_mark >= _stopTrigger)
        {
            Close(Math.Abs(_held), now);
        }

        _lowestMark = Math.Min(_lowestMark, _mark);
    }

    /// <summary>What was sent reaches the venue, in the order of arrival.</summary>
    private void Arrive(long now)
    {
        if (now > _entryArrivalMs)
        {
            (_entryArrivalMs, var at) = (long.MaxValue, _entryArrivalMs);
            Open(at);
        }

        if (now > _stopArrivalMs)
        {
            (_stopArrivalMs, var at) = (long.MaxValue, _stopArrivalMs);
            _stopTrigger = instrument.FloorToTick(_entryPrice * 1.015m);
            if (_mark >= _stopTrigger)
            {
                Close(Math.Abs(_held), at);
            }
        }

        if (now > _closeArrivalMs)
        {
            (_closeArrivalMs, var at) = (long.MaxValue, _closeArrivalMs);
            if (_held != 0m)
            {
                Close(Math.Min(_closeQuantity, Math.Abs(_held)), at);
                _stepDone |= _isStep;
            }
        }
    }

    private void Open(long at)
    {
        KeepDepth();
        var leaves = _entryQuantity;
        for (var level = 0; level <= _depthCount && leaves > 0m; level++)
        {
            var (price, displayed) = level == 0 ? new ScaledLevel(_book.Price, _book.Quantity) : Deeper(level - 1, isBid: true);
            if (Price(price) < _limit)
            {
                break;
            }

            var quantity = Math.Min(leaves, Scaled.ToDecimal(displayed, quantityScale));
            leaves -= quantity;
            Book(-quantity, Price(price), at);
        }

        if (leaves > 0m)
        {
            throw Unmet("the entry rests");
        }

        _mark = Price(_book.Price + _book.AskPrice) / 2m;
        (_lowestMark, _trailingStop, _stepDone, _openedMs, _isEntryFilled, _largest) = (_mark, null, false, at, true, Math.Abs(_held));
        _entryPrice = _cost / _held;
        var day = DayOf(at);
        (_trades, _tradesDay) = (day == _tradesDay ? _trades + 1 : 1, day);
    }

    private void Close(decimal quantity, long at)
    {
        KeepDepth();
        for (var level = 0; level <= _depthCount && quantity > 0m; level++)
        {
            var (price, displayed) = level == 0 ? new ScaledLevel(_book.AskPrice, _book.AskQuantity) : Deeper(level - 1, isBid: false);
            var part = Math.Min(quantity, Scaled.ToDecimal(displayed, quantityScale));
            quantity -= part;
            Book(part, Price(price), at);
        }

        if (quantity > 0m)
        {
            throw Unmet("a close walks beyond the book");
        }

        if (_held == 0m)
        {
            _stopTrigger = null;
            Nets.Add(_net);
            var day = DayOf(at);
            var losses = _blockedDay is { } blocked && day > blocked ? 0 : _losses;
            _losses = _net < 0m ? losses + 1 : 0;
            _blockedDay = _blockedDay is { } still && day <= still ? still : _losses >= 3 ? day : null;
        }
    }

    /// <summary>A fill: signed quantity, its fee, and what it realises of the position.</summary>
    private void Book(decimal quantity, decimal price, long at)
    {
        var fee = LedgerAmount.Round(price * Math.Abs(quantity) * FeeRate);
        Fills.Add((at, price, Math.Abs(quantity), fee));
        var realized = 0m;
        if (quantity < 0m)
        {
            _net = _held == 0m ? 0m : _net;
            _cost += quantity * price;
        }
        else
        {
            var share = LedgerAmount.Share(_cost, -quantity, _held);
            realized = -((quantity * price) + share);
            _cost -= share;
        }

        _held += quantity;
        _net += realized - fee;
        Balance += realized - fee;
    }

    /// <summary>The arrays of a batch are filled anew: the newest book's levels are copied before they are gone.</summary>
    private void KeepDepth()
    {
        if (_depthCount >= 0 || _book.TimeMs == 0)
        {
            return;
        }

        if (_batch!.RecordedDepth is { } recorded)
        {
            _depthCount = _book.DepthIndex < 0 ? 0 : recorded.Levels;
            return;
        }

        var levels = _batch.DepthOf(in _book);
        levels.CopyTo(_depth);
        _depthCount = levels.Length;
    }

    private ScaledLevel Deeper(int level, bool isBid)
    {
        if (_batch!.RecordedDepth is { } recorded)
        {
            return new ScaledLevel(recorded.Price(isBid, _book.DepthIndex, level), recorded.Quantity(isBid, _book.DepthIndex, level));
        }

        return isBid ? new ScaledLevel(_depth[level].BidPrice, _depth[level].BidQuantity) : new ScaledLevel(_depth[level].AskPrice, _depth[level].AskQuantity);
    }

    private decimal Price(long scaled) => Scaled.ToDecimal(scaled, priceScale);

    private static DateOnly DayOf(long timeMs) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(timeMs).UtcDateTime);

    private static NotSupportedException Unmet(string what) => new($"The hand-written loop does not go so far: {what}.");
}
