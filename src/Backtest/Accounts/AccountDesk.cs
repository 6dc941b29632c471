using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;

namespace Trading.Backtest.Accounts;

/// <summary>The run's account and positions: carries out what their machines decide, and journals it.</summary>
internal sealed class AccountDesk
{
    private const string StartingDeposit = "initial";

    private readonly IReplayJournal _journal;
    private readonly IReadOnlyList<ReplaySymbol> _symbols;

    public AccountDesk(ReplaySetup setup, IReadOnlyList<ReplaySymbol> symbols, IReplayJournal journal, DateTimeOffset start)
    {
        _journal = journal;
        _symbols = symbols;
        Account = Account.Create(
            setup.Account, "simulated", setup.Markets[0].Instrument.Symbol.Quote, setup.Venue.TakerFeeRate, setup.Limits);
        Ask(new Deposit(StartingDeposit, setup.InitialBalance, start));
        Ask(new OpenGate(setup.Session, start));
        Ask(new RefreshMarks([], start));
        journal.Equity(start, Account.Equity, Account.Balance);
    }

    public Account Account { get; private set; }

    /// <summary>Positions that are not flat.</summary>
    public int OpenPositions { get; private set; }

    /// <summary>Raised when the account wants entries cancelled or positions closed: the kill switch.</summary>
    public Action<AccountEffect>? Effect { get; set; }

    /// <summary>Raised with each event of a position, once it is booked.</summary>
    public Action<ReplaySymbol, PositionEvent>? Booked { get; set; }

    public AccountDecision Ask(AccountInput input)
    {
        var decision = AccountMachine.Decide(Account, input);
        Account = decision.After;
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
                _journal.Alert(input.At, alert.Code, alert.Detail);
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
        Ask(new JudgeOrder(request, symbol.Market.Instrument, symbol.View.ForRisk(), now)).Verdict!;

    public void Fill(ReplaySymbol symbol, PositionFill fill) =>
        Book(symbol, PositionMachine.Decide(symbol.PositionAtMark(), symbol.Market.Instrument, fill));

    public void Fund(ReplaySymbol symbol, VenueFunding funding) => Book(symbol, PositionMachine.Decide(symbol.PositionAtMark(), funding));

    public void Liquidate(ReplaySymbol symbol, VenueLiquidated liquidated) => Book(symbol, PositionMachine.Decide(symbol.PositionAtMark(), liquidated));

    /// <summary>Marks of every open position as they stand now; evaluates equity, day and drawdown.</summary>
    public void Refresh(DateTimeOffset at)
    {
        if (OpenPositions == 0)
        {
            Ask(new RefreshMarks([], at));
            return;
        }

        var marks = ImmutableArray.CreateBuilder<SymbolMark>(OpenPositions);
        foreach (var symbol in _symbols)
        {
            if (!symbol.Position.IsFlat)
            {
                marks.Add(new SymbolMark(symbol.Symbol, symbol.View.Mark));
            }
        }

        Ask(new RefreshMarks(marks.DrainToImmutable(), at));
    }

    public void RecordEquity(DateTimeOffset at) => _journal.Equity(at, Account.Equity, Account.Balance);

    /// <summary>Equity with one symbol at its newest mark: what a decision on that symbol stands on.</summary>
    public decimal EquityAt(ReplaySymbol symbol)
    {
        var equity = Account.Equity;
        return symbol.Position.IsFlat
            ? equity
            : equity - Account.SymbolOf(symbol.Symbol).UnrealizedPnl + symbol.Position.UnrealizedAt(symbol.View.Mark);
    }

    private void Book(ReplaySymbol symbol, ImmutableArray<PositionEvent> changes)
    {
        foreach (var change in changes)
        {
            var wasFlat = symbol.Position.IsFlat;
            symbol.Change(symbol.Position.Apply(change));
            OpenPositions += (wasFlat ? 1 : 0) - (symbol.Position.IsFlat ? 1 : 0);
            Ask(new BookPosition(PositionBooking.Of(symbol.Position, change)));
            if (change is PositionClosed closed)
            {
                _journal.RoundTrip(closed.RoundTrip);
            }

            Booked?.Invoke(symbol, change);
        }
    }
}
