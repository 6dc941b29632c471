using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Backtest.Feeds;

/// <summary>
/// Weaves the price steps of a symbol's candles between its other events. The second step of a candle is a block of its
/// own, because which extreme it shows depends on what its open led to.
/// </summary>
internal sealed class CandleFeed(
    Symbol symbol, int priceScale, int quantityScale, long intervalMs, IEnumerable<MarketBatch> batches, IEnumerable<Candle> candles) : SymbolFeed
{
    private readonly IEnumerator<MarketBatch> _batches = batches.GetEnumerator();
    private readonly IEnumerator<Candle> _candles = candles.GetEnumerator();
    private MarketBatch? _batch;
    private int _next;
    private CandleStepper _stepper;
    private bool _hasCandle;
    private bool _isStarted;

    /// <summary>The candle being stepped through.</summary>
    public CandleStepper Candle => _stepper;

    public override bool MoveNext(Func<bool> isLowFirst)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            NextBatch();
            NextCandle();
        }

        if (_hasCandle && _stepper.IsOver)
        {
            NextCandle();
        }

        if (_batch is not null && _next == _batch.Count)
        {
            NextBatch();
        }

        var count = _batch is null ? 0 : CountUpToStep(_batch);
        if (count > 0)
        {
            Block = Cut(_batch!, _next, count);
            _next += Block.Count;
            return true;
        }

        if (!_hasCandle)
        {
            return false;
        }

        var step = _stepper.Next(_stepper.NextStep == 1 && isLowFirst());
        Block = new Block(new MarketBatch(symbol, priceScale, quantityScale, [step], 1), 0, 1);
        return true;
    }

    public override void Dispose()
    {
        _batches.Dispose();
        _candles.Dispose();
        base.Dispose();
    }

    // Events of a step's instant come before it: a candle step is the last kind of an instant.
    private int CountUpToStep(MarketBatch batch)
    {
        var events = batch.Events[_next..];
        var limit = Math.Min(events.Length, Feeds.Block.CountMax);
        var count = 0;
        while (count < limit && (!_hasCandle || events[count].TimeMs <= _stepper.NextTimeMs))
        {
            count++;
        }

        return count;
    }

    private void NextBatch()
    {
        _batch = null;
        while (_batches.MoveNext())
        {
            if (_batches.Current.Count > 0)
            {
                _batch = _batches.Current;
                _next = 0;
                return;
            }
        }
    }

    private void NextCandle()
    {
        _hasCandle = _candles.MoveNext();
        if (_hasCandle)
        {
            var candle = _candles.Current;
            _stepper = new CandleStepper(
                candle.OpenTimeMs, intervalMs, Price(candle.Open), Price(candle.High), Price(candle.Low), Price(candle.Close),
                Scaled.FromDecimal(candle.Volume, quantityScale));
        }
    }

    private long Price(decimal price) => Scaled.FromDecimal(price, priceScale);
}
