namespace Trading.Domain.Sessions.Results;

/// <summary>Figures of round trips, in the order in which they ended.</summary>
internal sealed class TradeFold
{
    private const int Decimals = 12;

    private decimal _won;
    private decimal _lost;
    private int _wins;
    private int _losses;
    private int _losingRun;
    private TimeSpan _duration;

    public int Count { get; private set; }

    public int LongestLosingRun { get; private set; }

    public decimal? LargestWin { get; private set; }

    public decimal? LargestLoss { get; private set; }

    public double? WinRatePct => Count == 0 ? null : 100d * _wins / Count;

    public double? ProfitFactor => _lost == 0m ? null : (double)(_won / -_lost);

    public decimal? Expectancy => Mean(_won + _lost, Count);

    public decimal? AverageWin => Mean(_won, _wins);

    public decimal? AverageLoss => Mean(_lost, _losses);

    public double? AverageDurationMs => Count == 0 ? null : _duration.TotalMilliseconds / Count;

    public void Add(decimal net, TimeSpan duration)
    {
        Count++;
        _duration += duration;
        if (net > 0m)
        {
            _wins++;
            _won += net;
            LargestWin = LargestWin > net ? LargestWin : net;
        }

        if (net < 0m)
        {
            _losses++;
            _lost += net;
            LargestLoss = LargestLoss < net ? LargestLoss : net;
            LongestLosingRun = Math.Max(LongestLosingRun, ++_losingRun);
        }
        else
        {
            _losingRun = 0;
        }
    }

    private static decimal? Mean(decimal sum, int count) => count == 0 ? null : Math.Round(sum / count, Decimals);
}
