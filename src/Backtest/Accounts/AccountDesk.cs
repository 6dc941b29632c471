using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Results;

namespace Trading.Backtest.Accounts;

/// <summary>The run's account and positions: carries out what their machines decide, and tells journal and results.</summary>
internal sealed class AccountDesk
{
    private const string StartingDeposit = "initial";

    private readonly IReplayJournal _journal;
    private readonly IReadOnlyList<ReplaySymbol> _symbols;
    private readonly ResultsBuilder _results;
    private readonly decimal[] _unrealized;
    private readonly SymbolMark[] _marks;
    private readonly MarkedAccount _marked;

    public AccountDesk(
        ReplaySetup setup, IReadOnlyList<ReplaySymbol> symbols, ResultsBuilder results, int cells, IReplayJournal journal, DateTimeOffset start)
    {
        _journal = journal;
        _symbols = symbols;
        _results = results;
        _unrealized = new decimal[cells];
        _marks = new SymbolMark[symbols.Count];
        _marked = new MarkedAccount(Account.Create(
            setup.Account, "simulated", setup.Markets[0].Instrument.Symbol.Quote, setup.Venue.TakerFeeRate, setup.Limits));
        Ask(new Deposit(StartingDeposit, setup.InitialBalance, start));
        Ask(new OpenGate(setup.Session, start));
        Ask(new RefreshMarks([], start));
    }

    public Account Account => _marked.Account;

    /// <summary>UTC day of the last evaluation.</summary>
    public DateOnly? Day => _marked.Day;

    public decimal DayOpeningEquity => _marked.DayOpeningEquity;

    /// <summary>Positions that are not flat.</summary>
    public int OpenPositions { get; private set; }

    /// <summary>Raised when the account wants entries cancelled or positions closed: the kill switch.</summary>
    public Action<AccountEffect>? Effect { get; set; }

    /// <summary>Raised with each event of a position, once it is booked.</summary>
    public Action<ReplaySymbol, PositionEvent>? Booked { get; set; }

    public AccountDecision Ask(AccountInput input)
    {
        var decision = AccountMachine.Decide(Account, input);
        _marked.Take(decision.After);
        foreach (var change in decision.Events)
        {
            if (change is LedgerPosted posted)
            {
                _journal.Ledger(posted.Entry);
            }
        }

        foreach (var effect in decision.Effects)
        {
            if (effect is AlertAccount alert)
            {
                Alert(input.At, alert.Code, alert.Detail);
            }
            else
            {
                Effect?.Invoke(effect);
            }
        }

        return decision;
    }

    public void Alert(DateTimeOffset at, string code, string detail) => _journal.Alert(at, code, detail);

    public RiskVerdict Judge(ReplaySymbol symbol, OrderRequest request, DateTimeOffset now) =>
        Ask(new JudgeOrder(request, symbol.Market.Instrument, symbol.View.ForRisk(request), now)).Verdict!;

    /// <returns>What the fill realised, fees excluded.</returns>
    public decimal Fill(ReplaySymbol symbol, PositionFill fill) =>
        Book(symbol, PositionMachine.Decide(symbol.PositionAtMark(), symbol.Market.Instrument, fill));

    public void Fund(ReplaySymbol symbol, VenueFunding funding)
    {
        var cell = symbol.OwnerCell;
        Book(symbol, PositionMachine.Decide(symbol.PositionAtMark(), funding));
        if (cell is { } owner)
        {
            _results.OnFunding(new FundingResult(owner, funding.Quantity, funding.Mark, funding.Rate, funding.Payment, funding.At));
        }

        Evaluate(funding.At, EquityCause.Funding);
    }

    public void Liquidate(ReplaySymbol symbol, VenueLiquidated liquidated)
    {
        var cell = symbol.OwnerCell;
        var lost = -symbol.Position.Margin.Total;
        Book(symbol, PositionMachine.Decide(symbol.PositionAtMark(), liquidated));
        if (cell is { } owner)
        {
            var side = liquidated.Quantity > 0m ? Side.Sell : Side.Buy;
            _results.OnFill(new FillResult(
                owner, null, side, liquidated.Price, Math.Abs(liquidated.Quantity), 0m, Liquidity.Taker, lost, null, liquidated.At));
        }

        Evaluate(liquidated.At, EquityCause.Fill);
    }

    /// <summary>Marks of every open position as they stand now; evaluates equity, day and drawdown.</summary>
    public void Evaluate(DateTimeOffset at, EquityCause cause)
    {
        if (OpenPositions == 0)
        {
            if (Account.NeedsEvaluation(at))
            {
                Ask(new RefreshMarks([], at));
            }
        }
        else
        {
            var count = 0;
            foreach (var symbol in _symbols)
            {
                if (!symbol.Position.IsFlat)
                {
                    _marks[count++] = new SymbolMark(symbol.Symbol, symbol.View.Mark);
                }
            }

            var marks = _marks.AsSpan(0, count);
            if (!_marked.TryRefresh(marks, at))
            {
                Ask(new RefreshMarks([.. marks], at));
            }
        }

        Array.Clear(_unrealized);
        foreach (var symbol in _symbols)
        {
            if (symbol.OwnerCell is { } cell)
            {
                _unrealized[cell] = symbol.Position.UnrealizedAt(symbol.View.Mark);
            }
        }

        _results.Evaluate(at, cause, _marked.Balance, _unrealized);
    }

    /// <summary>Instance that holds the symbol; empty for none.</summary>
    public string HolderOf(Symbol symbol) => _marked.HolderOf(symbol);

    /// <summary>Equity with one symbol at its newest mark: what a decision on that symbol stands on.</summary>
    public decimal EquityAt(ReplaySymbol symbol)
    {
        var equity = _marked.Equity;
        return symbol.Position.IsFlat
            ? equity
            : equity - _marked.UnrealizedOf(symbol.Symbol) + symbol.Position.UnrealizedAt(symbol.View.Mark);
    }

    private decimal Book(ReplaySymbol symbol, ImmutableArray<PositionEvent> changes)
    {
        var realized = 0m;
        foreach (var change in changes)
        {
            var wasFlat = symbol.Position.IsFlat;
            symbol.Change(symbol.PositionAtMark().Apply(change));
            OpenPositions += (wasFlat ? 1 : 0) - (symbol.Position.IsFlat ? 1 : 0);
            Ask(new BookPosition(PositionBooking.Of(symbol.Position, change)));
            switch (change)
            {
                case PositionIncreased { OpensRoundTrip: not null }:
                    _results.OnPosition(symbol.OwnerCell ?? 0, isOpen: true, change.At);
                    break;
                case PositionDecreased decreased:
                    realized += decreased.RealizedPnl;
                    break;
                case PositionLiquidated liquidated:
                    _journal.Liquidation(symbol.Position, liquidated, symbol.Position.Open?.Owner.Strategy ?? "");
                    break;
                case PositionClosed closed:
                    _journal.RoundTrip(closed.RoundTrip);
                    var owner = symbol.CellOf(closed.RoundTrip.Owner) ?? 0;
                    _results.OnPosition(owner, isOpen: false, change.At);
                    _results.OnRoundTrip(owner, closed.RoundTrip.NetPnl, closed.RoundTrip.Duration);
                    break;
            }

            Booked?.Invoke(symbol, change);
        }

        return realized;
    }
}
