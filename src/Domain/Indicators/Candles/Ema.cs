namespace Trading.Domain.Indicators.Candles;

/// <summary>Exponential mean, k = 2/(n+1), whose first value is the plain mean of the first n.</summary>
internal struct Ema(int period)
{
    private readonly double _k = 2.0 / (period + 1);
    private int _count;
    private double _sum;
    private double _value;

    /// <returns>NaN for the first n − 1 values.</returns>
    public double Take(double value)
    {
        if (_count >= period)
        {
            return _value += _k * (value - _value);
        }

        _sum += value;
        return ++_count == period ? _value = _sum / period : double.NaN;
    }
}
