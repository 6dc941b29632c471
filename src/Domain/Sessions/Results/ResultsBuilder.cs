using Trading.Domain.Instruments;

namespace Trading.Domain.Sessions.Results;

/// <summary>
/// Folds a run into its report as it happens; memory does not grow with time. Calls come in event order: what a fill or a
/// funding is comes first, then the equity once it is applied. Equity points leave through <paramref name="points"/>.
/// </summary>
/// <remarks>
/// While nothing is open the seconds may be left out: minutes and hours that passed in between are taken at the equity that
/// stood, and the report is the same to the last digit. Not thread-safe.
/// </remarks>
/// <param name="balance">Starting balance, which is the starting equity.</param>
/// <param name="start">Time of the first event.</param>
/// <param name="cells">Every (strategy, symbol) of the session, in session order; later calls name them by index.</param>
public sealed class ResultsBuilder(
    decimal balance, DateTimeOffset start, IReadOnlyList<ResultsCell> cells, Action<EquityPoint>? points = null) : IDisposable
{
    private readonly Fingerprint _fingerprint = new();
    private readonly ScopeFold _session = new("", balance, start);
    private readonly ScopeFold[] _strategies = Scopes(cells.Select(cell => cell.Strategy), balance, start);
    private readonly ScopeFold[] _symbols = Scopes(cells.Select(cell => cell.Symbol.Value), balance, start);
    private readonly decimal[] _unrealized = new decimal[cells.Count];
    private readonly bool[] _isOpen = new bool[cells.Count];
    private readonly Dictionary<Symbol, (decimal First, decimal Last)> _marks = [];
    private readonly DateTimeOffset _start = start;
    private readonly decimal _startBalance = balance;
    private DateTimeOffset _at = start;
    private decimal _balance = balance;
    private DateTimeOffset _nextMinute = MinuteAfter(start);
    private EquityPoint? _lastPoint;
    private bool _isChanged;

    /// <summary>As last evaluated.</summary>
    public decimal Equity => _session.Equity;

    public double DrawdownPct => _session.DrawdownPct;

    /// <summary>Makes the first equity point.</summary>
    public void Start() => Emit(_start);

    /// <summary>Equity with fresh marks: at each whole second of event time, and after each fill and funding.</summary>
    /// <param name="unrealized">Unrealised P&amp;L of each cell, quote units, 0 when flat.</param>
    public void Evaluate(DateTimeOffset at, EquityCause cause, decimal balance, ReadOnlySpan<decimal> unrealized)
    {
        if (cause is EquityCause.Second && at < _nextMinute && !_isChanged && balance == _balance && unrealized.SequenceEqual(_unrealized))
        {
            _at = at;
            return;
        }

        var isRefresh = cause is EquityCause.Second;
        var isMinute = PassMinutes(at, isRefresh);
        var equity = balance;
        for (var cell = 0; cell < _unrealized.Length; cell++)
        {
            equity += unrealized[cell];
        }

        unrealized.CopyTo(_unrealized);
        _at = at;
        _balance = balance;
        _isChanged = false;
        _session.Observe(at, equity, isRefresh);
        Observe(_strategies, at, isRefresh);
        Observe(_symbols, at, isRefresh);
        if (isMinute || !isRefresh)
        {
            Emit(at);
        }
    }

    /// <param name="at">When the order ended, which is where its line stands in the fingerprint.</param>
    public void OnOrder(in OrderResult order, DateTimeOffset at)
    {
        _ = PassMinutes(at, isRefresh: false);
        _fingerprint.Add(order, at);
        _session.AddOrder();
        StrategyOf(order.Cell).AddOrder();
        SymbolOf(order.Cell).AddOrder();
    }

    public void OnFill(in FillResult fill)
    {
        _ = PassMinutes(fill.At, isRefresh: false);
        _fingerprint.Add(fill);
        _isChanged = true;
        _session.Add(fill);
        StrategyOf(fill.Cell).Add(fill);
        SymbolOf(fill.Cell).Add(fill);
    }

    public void OnFunding(in FundingResult funding)
    {
        _ = PassMinutes(funding.At, isRefresh: false);
        _fingerprint.Add(cells[funding.Cell].Symbol, funding);
        _isChanged = true;
        _session.AddFunding(funding.Payment);
        StrategyOf(funding.Cell).AddFunding(funding.Payment);
        SymbolOf(funding.Cell).AddFunding(funding.Payment);
    }

    /// <param name="net">Gross less fees plus funding of the round trip.</param>
    /// <param name="duration">From the first fill until flat.</param>
    public void OnRoundTrip(int cell, decimal net, TimeSpan duration)
    {
        _session.AddRoundTrip(net, duration);
        StrategyOf(cell).AddRoundTrip(net, duration);
        SymbolOf(cell).AddRoundTrip(net, duration);
    }

    /// <summary>Whether the cell holds a position from now on. Repeating it changes nothing.</summary>
    public void OnPosition(int cell, bool isOpen, DateTimeOffset at)
    {
        if (_isOpen[cell] == isOpen)
        {
            return;
        }

        _isOpen[cell] = isOpen;
        foreach (var scope in (ReadOnlySpan<ScopeFold>)[_session, StrategyOf(cell), SymbolOf(cell)])
        {
            if (isOpen)
            {
                scope.Open(at);
            }
            else
            {
                scope.Close(at);
            }
        }
    }

    /// <summary>A deposit (above 0) or withdrawal: moves equity and peak, is neither gain nor loss.</summary>
    public void OnCashFlow(decimal amount, DateTimeOffset at)
    {
        _ = PassMinutes(at, isRefresh: false);
        _session.Observe(at, _session.Equity, isRefresh: false);
        _balance += amount;
        _session.Shift(amount, at);
    }

    /// <summary>The session's drawdown as its account has followed it, where equity is told more seldom than it is evaluated.</summary>
    public void Follow(Drawdown drawdown) => _session.Follow(drawdown);

    /// <summary>First and last mark of a symbol so far, for buy-and-hold.</summary>
    public void SetMarks(Symbol symbol, decimal first, decimal last) => _marks[symbol] = (first, last);

    /// <summary>The report as of now; the run may go on.</summary>
    public SessionReport Snapshot() => new(
        _session.Metrics(_at, BuyAndHold(cells.Select(cell => cell.Symbol))),
        _session.Equity,
        _balance,
        _start,
        _at,
        _fingerprint.Current(),
        [.. _strategies.Distinct().Select(scope => new ScopeReport(scope.Name, scope.Metrics(_at, BuyAndHold(SymbolsOf(scope.Name)))))],
        [.. _symbols.Distinct().Select(scope => new ScopeReport(scope.Name, scope.Metrics(_at, BuyAndHold([Symbol.Parse(scope.Name)]))))]);

    /// <summary>Ends the run at the time of its last event, with the last equity point.</summary>
    public SessionReport Finish(DateTimeOffset at)
    {
        _ = PassMinutes(at, isRefresh: false);
        _at = at;
        _session.Observe(at, _session.Equity, isRefresh: false);
        Observe(_strategies, at, isRefresh: false);
        Observe(_symbols, at, isRefresh: false);
        if (_lastPoint is not { } last || last.At != at || last.Equity != Equity || last.Balance != _balance)
        {
            Emit(at);
        }

        _fingerprint.Complete();
        return Snapshot();
    }

    public void Dispose() => _fingerprint.Dispose();

    private static ScopeFold[] Scopes(IEnumerable<string> names, decimal balance, DateTimeOffset start)
    {
        var known = new Dictionary<string, ScopeFold>(StringComparer.Ordinal);
        return [.. names.Select(name => known.TryGetValue(name, out var scope) ? scope : known[name] = new ScopeFold(name, balance, start))];
    }

    private static DateTimeOffset MinuteAfter(DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute) + TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>Points for the whole minutes that passed, at the equity that stood.</summary>
    /// <returns>Whether this refresh is itself that of a whole minute.</returns>
    private bool PassMinutes(DateTimeOffset at, bool isRefresh)
    {
        while (_nextMinute <= at)
        {
            var minute = _nextMinute;
            _nextMinute += TimeSpan.FromMinutes(1);
            if (isRefresh && minute == at)
            {
                return true;
            }

            Emit(minute);
        }

        return false;
    }

    private void Emit(DateTimeOffset at)
    {
        var point = new EquityPoint(at, _session.Equity, _balance, _session.DrawdownPct);
        _lastPoint = point;
        _fingerprint.Add(point);
        points?.Invoke(point);
    }

    // Several cells may share a scope: each scope's cells are summed once, at the first of them.
    private void Observe(ScopeFold[] scopes, DateTimeOffset at, bool isRefresh)
    {
        for (var first = 0; first < scopes.Length; first++)
        {
            var scope = scopes[first];
            if (Array.IndexOf(scopes, scope) != first)
            {
                continue;
            }

            var equity = _startBalance + scope.Booked;
            for (var cell = first; cell < scopes.Length; cell++)
            {
                equity += ReferenceEquals(scopes[cell], scope) ? _unrealized[cell] : 0m;
            }

            scope.Observe(at, equity, isRefresh);
        }
    }

    private double? BuyAndHold(IEnumerable<Symbol> symbols)
    {
        var growths = symbols.Distinct().Where(symbol => _marks.TryGetValue(symbol, out var marks) && marks.First > 0m)
            .Select(symbol => (double)((_marks[symbol].Last / _marks[symbol].First) - 1m)).ToList();
        return growths.Count == 0 ? null : 100d * growths.Average();
    }

    private IEnumerable<Symbol> SymbolsOf(string strategy) => cells.Where(cell => cell.Strategy == strategy).Select(cell => cell.Symbol);

    private ScopeFold StrategyOf(int cell) => _strategies[cell];

    private ScopeFold SymbolOf(int cell) => _symbols[cell];
}
