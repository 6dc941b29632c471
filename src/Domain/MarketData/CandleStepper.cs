namespace Trading.Domain.MarketData;

/// <summary>
/// Turns a candle into its four price steps at 0, ⅓, ⅔ of the interval and 1 ms before its end: open, one extreme, the
/// other, close; the close carries the volume. The second step is where the path is chosen: by what is held or entered once
/// the open was worked through, else by <see cref="IsLowNearer"/>. Prices scaled as <see cref="MarketEvent"/>.
/// </summary>
public struct CandleStepper(long openTimeMs, long intervalMs, long open, long high, long low, long close, long volume)
{
    public const int StepCount = 4;

    private bool _isLowFirst;

    /// <summary>Number of the next step, 0–3; 4 when the candle is over.</summary>
    public int NextStep { get; private set; }

    public readonly bool IsOver => NextStep == StepCount;

    public readonly long Open => open;

    public readonly long High => high;

    public readonly long Low => low;

    /// <summary>Which extreme comes first while nothing is held or entered: the one nearer to the open.</summary>
    public readonly bool IsLowNearer => open - low <= high - open;

    /// <summary>Time of the next step, Unix ms.</summary>
    public readonly long NextTimeMs => NextStep switch
    {
        0 => openTimeMs,
        1 => openTimeMs + (intervalMs / 3),
        2 => openTimeMs + (2 * intervalMs / 3),
        _ => openTimeMs + intervalMs - 1,
    };

    /// <param name="isLowFirst">Which extreme comes first; only the second step reads it.</param>
    /// <exception cref="InvalidOperationException">The candle is over.</exception>
    public MarketEvent Next(bool isLowFirst)
    {
        if (NextStep == 1)
        {
            _isLowFirst = isLowFirst;
        }

        var step = new MarketEvent
        {
            Kind = MarketEventKind.CandleStep,
            TimeMs = NextTimeMs,
            DepthIndex = -1,
            AskQuantity = NextStep,
            Price = NextStep switch
            {
                0 => open,
                1 => _isLowFirst ? low : high,
                2 => _isLowFirst ? high : low,
                3 => close,
                _ => throw new InvalidOperationException("The candle is over."),
            },
            Quantity = NextStep == StepCount - 1 ? volume : 0,
        };
        NextStep++;
        return step;
    }
}
