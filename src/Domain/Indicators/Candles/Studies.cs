using Trading.Domain.Indicators.Columns;

namespace Trading.Domain.Indicators.Candles;

/// <summary>Plain mean of the last n closes.</summary>
internal sealed class SmaStudy(int period) : CandleStudy(period)
{
    private readonly SlidingMoments _closes = new();

    public override double Take(in ClosedCandle candle)
    {
        _closes.Push(candle.Close);
        if (_closes.Count > CandlesNeeded)
        {
            _closes.Pop();
        }

        return _closes.Count == CandlesNeeded ? _closes.Moments.Mean : double.NaN;
    }
}

/// <summary>Exponential mean of closes.</summary>
internal sealed class EmaStudy(int period) : CandleStudy(period)
{
    private Ema _ema = new(period);

    public override double Take(in ClosedCandle candle) => _ema.Take(candle.Close);
}

/// <summary>100·AG/(AG+AL) of Wilder's means of gains and losses; unknown when nothing moved.</summary>
internal sealed class RsiStudy(int period) : CandleStudy(period + 1)
{
    private WilderMean _gain = new(period);
    private WilderMean _loss = new(period);
    private double _lastClose = double.NaN;

    public override double Take(in ClosedCandle candle)
    {
        var change = candle.Close - _lastClose;
        _lastClose = candle.Close;
        if (double.IsNaN(change))
        {
            return double.NaN;
        }

        var gain = _gain.Take(Math.Max(change, 0));
        var loss = _loss.Take(Math.Max(-change, 0));
        return 100 * gain / (gain + loss);
    }
}

/// <summary>Wilder's mean of the true range, from the second candle on.</summary>
internal sealed class AtrStudy(int period) : CandleStudy(period + 1)
{
    private WilderMean _range = new(period);
    private double _lastClose = double.NaN;

    public override double Take(in ClosedCandle candle)
    {
        var range = Math.Max(candle.High, _lastClose) - Math.Min(candle.Low, _lastClose);
        _lastClose = candle.Close;
        return double.IsNaN(range) ? double.NaN : _range.Take(range);
    }
}

/// <summary>What a MACD shows.</summary>
internal enum MacdOutput
{
    Macd = 0,
    Signal = 1,
    Histogram = 2,
}

/// <summary>Fast minus slow exponential mean, its own exponential mean, and their difference.</summary>
internal sealed class MacdStudy(int fast, int slow, int signal, MacdOutput output)
    : CandleStudy(output == MacdOutput.Macd ? slow : slow + signal - 1)
{
    private Ema _fast = new(fast);
    private Ema _slow = new(slow);
    private Ema _signal = new(signal);

    public override double Take(in ClosedCandle candle)
    {
        var macd = _fast.Take(candle.Close) - _slow.Take(candle.Close);
        if (double.IsNaN(macd))
        {
            return double.NaN;
        }

        var mean = _signal.Take(macd);
        return output switch
        {
            MacdOutput.Macd => macd,
            MacdOutput.Signal => mean,
            _ => macd - mean,
        };
    }
}

/// <summary>What Bollinger bands show.</summary>
internal enum BollingerOutput
{
    Upper = 0,
    Middle = 1,
    Lower = 2,
    PercentB = 3,
    Bandwidth = 4,
}

/// <summary>Mean of the last n closes ± k population σ; position in and width of the bands are fractions, unknown when they meet.</summary>
internal sealed class BollingerStudy(int period, double k, BollingerOutput output) : CandleStudy(period)
{
    private readonly SlidingMoments _closes = new();

    public override double Take(in ClosedCandle candle)
    {
        _closes.Push(candle.Close);
        if (_closes.Count > CandlesNeeded)
        {
            _closes.Pop();
        }

        return _closes.Count == CandlesNeeded ? Of(candle.Close) : double.NaN;
    }

    private double Of(double close)
    {
        var moments = _closes.Moments;
        var half = k * moments.Sigma;
        return output switch
        {
            BollingerOutput.Upper => moments.Mean + half,
            BollingerOutput.Middle => moments.Mean,
            BollingerOutput.Lower => moments.Mean - half,
            _ when half == 0 => double.NaN,
            BollingerOutput.PercentB => (close - moments.Mean + half) / (2 * half),
            _ => 2 * half / moments.Mean,
        };
    }
}
