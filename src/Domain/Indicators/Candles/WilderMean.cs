namespace Trading.Domain.Indicators.Candles;

/// <summary>Wilder's smoothing: the plain mean of the first n, then (A·(n−1)+new)/n.</summary>
internal struct WilderMean(int period)
{
    private int _count;
    private double _value;

    /// <returns>NaN for the first n − 1 values.</returns>
    public double Take(double value)
    {
        if (_count >= period)
        {
            return _value = ((_value * (period - 1)) + value) / period;
        }

        _value += value;
        if (++_count < period)
        {
            return double.NaN;
        }

        return _value /= period;
    }
}
