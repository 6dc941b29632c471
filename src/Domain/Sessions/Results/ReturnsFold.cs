namespace Trading.Domain.Sessions.Results;

/// <summary>Simple returns between period ends, folded into their moments (Welford), so that memory does not grow with time.</summary>
internal sealed class ReturnsFold(TimeSpan period, int periodsPerYear, decimal equity, DateTimeOffset start)
{
    private decimal _base = equity;
    private DateTimeOffset _nextEnd = FirstEndAfter(start, period);
    private double _mean;
    private double _squares;
    private double _downside;

    public int Count { get; private set; }

    /// <summary>Annualised sample deviation, a fraction; null under two returns.</summary>
    public double? Volatility => Count < 2 ? null : Deviation * Math.Sqrt(periodsPerYear);

    public double? Sharpe => Count < 2 || Deviation == 0d ? null : _mean / Deviation * Math.Sqrt(periodsPerYear);

    public double? Sortino => Count < 2 || _downside == 0d ? null : _mean / Math.Sqrt(_downside / Count) * Math.Sqrt(periodsPerYear);

    private double Deviation => Math.Sqrt(_squares / (Count - 1));

    /// <summary>Takes every period end up to <paramref name="at"/>.</summary>
    /// <param name="before">Equity as it stood until now.</param>
    /// <param name="equity">Equity from now on; the value of a period end that is just now when the marks were refreshed for it.</param>
    public void Advance(DateTimeOffset at, decimal before, decimal equity, bool isRefresh)
    {
        while (_nextEnd <= at)
        {
            Take(isRefresh && _nextEnd == at ? equity : before);
            _nextEnd += period;
        }
    }

    public void Shift(decimal amount) => _base += amount;

    private static DateTimeOffset FirstEndAfter(DateTimeOffset start, TimeSpan period) =>
        new(start.UtcTicks - (start.UtcTicks % period.Ticks) + period.Ticks, TimeSpan.Zero);

    private void Take(decimal equity)
    {
        if (_base > 0m)
        {
            var value = (double)((equity / _base) - 1m);
            Count++;
            var distance = value - _mean;
            _mean += distance / Count;
            _squares += distance * (value - _mean);
            _downside += value < 0d ? value * value : 0d;
        }

        _base = equity;
    }
}
