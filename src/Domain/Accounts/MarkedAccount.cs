using Trading.Domain.Instruments;

namespace Trading.Domain.Accounts;

/// <summary>
/// An account whose marks are followed as numbers from one decision to the next, so that a refresh of marks at each second of a long replay makes no
/// record. What it holds equals, to the last digit, what <see cref="AccountMachine"/> would have made of the same refreshes; a refresh that does more than
/// move numbers is left to the machine. Not thread-safe.
/// </summary>
public sealed class MarkedAccount
{
    private Account _decided;
    private decimal[] _marks = [];
    private decimal[] _next = [];
    private decimal _evaluated;
    private decimal _peak;
    private decimal _lowest;
    private bool _isMoved;

    public MarkedAccount(Account account)
    {
        _decided = account;
        Take(account);
    }

    /// <summary>The whole account with its marks as they stand now.</summary>
    public Account Account
    {
        get
        {
            if (_isMoved)
            {
                Take(Made());
            }

            return _decided;
        }
    }

    /// <summary>Balance and unrealised at the marks as they stand now, quote units.</summary>
    public decimal Equity { get; private set; }

    /// <summary>Σ ledger, quote units.</summary>
    public decimal Balance => _decided.Balance;

    /// <summary>UTC day of the last evaluation; null before the first.</summary>
    public DateOnly? Day => _decided.Day;

    /// <summary>Equity when that day began, moved by deposits and withdrawals since, quote units.</summary>
    public decimal DayOpeningEquity => _decided.DayOpeningEquity;

    /// <summary>Instance that holds the symbol; empty for none.</summary>
    public string HolderOf(Symbol symbol) => _decided.SymbolOf(symbol).Holder;

    /// <summary>Unrealised P&amp;L of a symbol at its mark as it stands now, quote units; 0 for one that was never met.</summary>
    public decimal UnrealizedOf(Symbol symbol) => _decided.IndexOf(symbol) is >= 0 and var index ? UnrealizedAt(index, _marks[index]) : 0m;

    /// <summary>Goes on from what the machine decided.</summary>
    public void Take(Account account)
    {
        if (_marks.Length != account.Symbols.Length)
        {
            (_marks, _next) = (new decimal[account.Symbols.Length], new decimal[account.Symbols.Length]);
        }

        for (var index = 0; index < _marks.Length; index++)
        {
            _marks[index] = account.Symbols[index].Mark;
        }

        (_decided, _isMoved) = (account, false);
        (_evaluated, _peak, _lowest) = (account.EvaluatedEquity, account.PeakEquity, account.DayLowestEquity);
        Equity = EquityAt(_marks);
    }

    /// <summary>The same as <see cref="RefreshMarks"/>, when that moves numbers and does nothing else.</summary>
    /// <returns>False, and nothing changed, when a new day begins or the fall from the peak trips the kill switch: the machine has to decide.</returns>
    public bool TryRefresh(ReadOnlySpan<SymbolMark> marks, DateTimeOffset at)
    {
        if (Day is not { } day || DateOnly.FromDateTime(at.UtcDateTime) > day)
        {
            return false;
        }

        _marks.CopyTo(_next, 0);
        foreach (ref readonly var marked in marks)
        {
            if (_decided.IndexOf(marked.Symbol) is >= 0 and var index && _next[index] != marked.Mark && _decided.IsInUse(marked.Symbol))
            {
                _next[index] = marked.Mark;
            }
        }

        var equity = EquityAt(_next);
        var isNews = equity != _evaluated;
        var (peak, evaluated) = isNews ? (Math.Max(_peak, equity), equity) : (_peak, _evaluated);
        if (_decided.KillSwitch is null && Account.FallPct(peak, evaluated) >= _decided.Limits.DrawdownPct)
        {
            return false;
        }

        _isMoved |= isNews || !_next.AsSpan().SequenceEqual(_marks);
        (_marks, _next, Equity) = (_next, _marks, equity);
        if (isNews)
        {
            (_evaluated, _peak, _lowest) = (equity, peak, Math.Min(_lowest, equity));
        }

        return true;
    }

    private decimal EquityAt(decimal[] marks)
    {
        var equity = _decided.Balance;
        for (var index = 0; index < marks.Length; index++)
        {
            equity += UnrealizedAt(index, marks[index]);
        }

        return equity;
    }

    private decimal UnrealizedAt(int index, decimal mark)
    {
        var symbol = _decided.Symbols[index];
        return AccountSymbol.Unrealized(mark, symbol.Quantity, symbol.Cost);
    }

    private Account Made() => _decided with
    {
        Symbols = [.. _decided.Symbols.Select((symbol, index) => symbol.Mark == _marks[index] ? symbol : symbol with { Mark = _marks[index] })],
        EvaluatedEquity = _evaluated,
        PeakEquity = _peak,
        DayLowestEquity = _lowest,
    };
}
