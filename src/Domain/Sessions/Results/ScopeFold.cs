using Trading.Domain.Orders;

namespace Trading.Domain.Sessions.Results;

/// <summary>All figures of the session, of one strategy or of one symbol.</summary>
internal sealed class ScopeFold(string name, decimal equity, DateTimeOffset start)
{
    private const int HoursPerYear = 8_760;
    private const int DaysPerYear = 365;
    private static readonly TimeSpan HourlyBelow = TimeSpan.FromDays(30);
    private static readonly TimeSpan CagrSpanMin = TimeSpan.FromDays(7);

    private readonly DateTimeOffset _start = start;
    private readonly decimal _startEquity = equity;
    private readonly ReturnsFold _hourly = new(TimeSpan.FromHours(1), HoursPerYear, equity, start);
    private readonly ReturnsFold _daily = new(TimeSpan.FromDays(1), DaysPerYear, equity, start);
    private readonly TradeFold _trades = new();
    private Drawdown _drawdown = Drawdown.From(equity, start);
    private decimal _equity = equity;
    private decimal _flows;
    private decimal _equityTime;
    private DateTimeOffset _equitySince = start;
    private decimal _gross;
    private decimal _fees;
    private decimal _funding;
    private decimal _slippage;
    private decimal _notional;
    private int _orders;
    private int _fills;
    private int _openCells;
    private DateTimeOffset _openSince;
    private TimeSpan _openTime;

    public string Name { get; } = name;

    public decimal Equity => _equity;

    /// <summary>Gross less fees plus funding: what the ledger holds of it.</summary>
    public decimal Booked => _gross - _fees + _funding;

    public double DrawdownPct => (double)(100m * _drawdown.FallTo(_equity));

    public void Observe(DateTimeOffset at, decimal equity, bool isRefresh)
    {
        _hourly.Advance(at, _equity, equity, isRefresh);
        _daily.Advance(at, _equity, equity, isRefresh);
        if (equity != _equity)
        {
            Sum(at);
            _equity = equity;
            _drawdown = _drawdown.Observe(equity, at);
        }
    }

    public void Shift(decimal amount, DateTimeOffset at)
    {
        Sum(at);
        _flows += amount;
        _equity += amount;
        _drawdown = _drawdown.Shift(amount);
        _hourly.Shift(amount);
        _daily.Shift(amount);
    }

    /// <summary>Puts what was followed at every evaluation in the place of what is known from fewer.</summary>
    public void Follow(Drawdown drawdown) => _drawdown = drawdown;

    public void AddOrder() => _orders++;

    public void Add(in FillResult fill)
    {
        _fills++;
        _gross += fill.RealizedPnl;
        _fees += fill.Fee;
        _notional += fill.Price * fill.Quantity;
        if (fill.DecisionPrice is { } decided)
        {
            _slippage += (fill.Price - decided) * fill.Quantity * fill.Side.Sign;
        }
    }

    public void AddFunding(decimal payment) => _funding += payment;

    public void AddRoundTrip(decimal net, TimeSpan duration) => _trades.Add(net, duration);

    public void Open(DateTimeOffset at)
    {
        if (_openCells++ == 0)
        {
            _openSince = at;
        }
    }

    public void Close(DateTimeOffset at)
    {
        if (--_openCells == 0)
        {
            _openTime += at - _openSince;
        }
    }

    public SessionMetrics Metrics(DateTimeOffset now, double? buyAndHoldPct)
    {
        var span = now - _start;
        var growth = _startEquity > 0m ? (_equity - _flows) / _startEquity : (decimal?)null;
        var cagr = span >= CagrSpanMin && growth >= 0m && _fills > 0 ? Math.Pow((double)growth.Value, TimeSpan.FromDays(DaysPerYear) / span) - 1d : (double?)null;
        var deepest = (double)_drawdown.Deepest;
        var returns = span < HourlyBelow ? _hourly : _daily;
        var openTime = _openTime + (_openCells > 0 ? now - _openSince : TimeSpan.Zero);
        return new SessionMetrics
        {
            NetPnl = Booked,
            GrossPnl = _gross,
            Fees = _fees,
            Funding = _funding,
            Slippage = _slippage,
            UnrealizedPnl = _equity - _flows - _startEquity - Booked,
            ReturnPct = (double?)(100m * (growth - 1m)),
            CagrPct = 100d * cagr,
            VolatilityPct = _fills > 0 ? 100d * returns.Volatility : null,
            Sharpe = _fills > 0 ? returns.Sharpe : null,
            Sortino = _fills > 0 ? returns.Sortino : null,
            Calmar = deepest > 0d ? cagr / deepest : null,
            MaxDrawdownPct = (double)(100m * _drawdown.Deepest),
            MaxDrawdownDurationMs = (long)_drawdown.DurationOfDeepest(now).TotalMilliseconds,
            WinRatePct = _trades.WinRatePct,
            ProfitFactor = _trades.ProfitFactor,
            Expectancy = _trades.Expectancy,
            AverageWin = _trades.AverageWin,
            AverageLoss = _trades.AverageLoss,
            LargestWin = _trades.LargestWin,
            LargestLoss = _trades.LargestLoss,
            AverageDurationMs = _trades.AverageDurationMs,
            ExposurePct = span > TimeSpan.Zero ? 100d * (openTime / span) : null,
            Turnover = Turnover(now, span),
            LongestLosingRun = _trades.LongestLosingRun,
            BuyAndHoldPct = buyAndHoldPct,
            RoundTrips = _trades.Count,
            Orders = _orders,
            Fills = _fills,
        };
    }

    // Only where the value changes, so that evaluating more often gives the same sum to the last digit.
    private void Sum(DateTimeOffset at)
    {
        _equityTime += _equity * Milliseconds(at - _equitySince);
        _equitySince = at;
    }

    private static decimal Milliseconds(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerMillisecond;

    private double? Turnover(DateTimeOffset now, TimeSpan span)
    {
        var mean = span > TimeSpan.Zero ? (_equityTime + (_equity * Milliseconds(now - _equitySince))) / Milliseconds(span) : _equity;
        return mean > 0m ? (double)(_notional / mean) : null;
    }
}
