namespace Trading.Domain.Indicators.Candles;

/// <summary>An indicator's state over closed candles; NaN while it is not defined.</summary>
/// <param name="candlesNeeded">Closed candles until it is known.</param>
internal abstract class CandleStudy(int candlesNeeded)
{
    public int CandlesNeeded { get; } = candlesNeeded;

    public abstract double Take(in ClosedCandle candle);
}
