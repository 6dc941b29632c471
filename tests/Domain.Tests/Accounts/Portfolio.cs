using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;

namespace Trading.Domain.Tests.Accounts;

/// <summary>One account and its positions, as a host puts the two machines together: the position's events become the account's bookings.</summary>
internal sealed class Portfolio
{
    private readonly Instrument[] instruments;
    private readonly Position[] positions;
    private readonly MarkRange[] marks;
    private readonly Dictionary<Symbol, int> slots = [];

    /// <param name="positions">Known positions; a symbol without one starts flat.</param>
    public Portfolio(Account account, IReadOnlyList<Instrument> instruments, IEnumerable<Position> positions)
    {
        Account = account;
        this.instruments = [.. instruments];
        var known = positions.ToDictionary(position => position.Symbol);
        this.positions = [.. instruments.Select(instrument => known.TryGetValue(instrument.Symbol, out var position)
            ? position
            : Position.Flat($"pos-{account.Id["acc-".Length..]}:{instrument.Symbol.KeyPart}", instrument.Symbol))];
        marks = [.. this.positions.Select(position => position.Marks)];
        for (var slot = 0; slot < this.instruments.Length; slot++)
        {
            slots.Add(this.instruments[slot].Symbol, slot);
        }
    }

    public Account Account { get; private set; }

    /// <summary>Balance and unrealised at the latest marks, exact.</summary>
    public decimal Equity
    {
        get
        {
            var equity = Account.Balance;
            for (var slot = 0; slot < positions.Length; slot++)
            {
                equity += positions[slot].UnrealizedAt(marks[slot].Mark);
            }

            return equity;
        }
    }

    /// <summary>Index of the symbol in the instruments given.</summary>
    public int SlotOf(Symbol symbol) => slots[symbol];

    /// <summary>The position with its latest marks.</summary>
    public Position PositionAt(int slot)
    {
        if (positions[slot].Marks != marks[slot])
        {
            positions[slot] = positions[slot] with { Marks = marks[slot] };
        }

        return positions[slot];
    }

    /// <summary>A mark of the symbol. The account sees it at the next <see cref="Evaluate"/>.</summary>
    public void Mark(int slot, decimal mark) => marks[slot] = marks[slot].With(mark);

    /// <summary>
    /// At each whole second of event time and after each fill: refreshes the account's marks, opens the UTC day, moves the
    /// peak, and latches the kill switch on drawdown.
    /// </summary>
    /// <returns>Null when there was nothing to evaluate.</returns>
    public AccountDecision? Evaluate(DateTimeOffset now)
    {
        if (!Account.NeedsEvaluation(now))
        {
            return null;
        }

        var refreshed = ImmutableArray.CreateBuilder<SymbolMark>(positions.Length);
        for (var slot = 0; slot < positions.Length; slot++)
        {
            refreshed.Add(new(positions[slot].Symbol, marks[slot].Mark));
        }

        return Decide(new RefreshMarks(refreshed.MoveToImmutable(), now));
    }

    /// <summary>Judges an order and reserves its margin. <see cref="RiskVerdict.Leverage"/> is the one to send it with.</summary>
    public AccountDecision Judge(OrderRequest request, RiskMarket market, DateTimeOffset now) =>
        Decide(new JudgeOrder(request, instruments[SlotOf(request.Symbol)], market, now));

    /// <summary>Applies a fill to position and account, then evaluates.</summary>
    public PortfolioChange Fill(Symbol symbol, PositionFill fill)
    {
        var slot = SlotOf(symbol);
        return Book(slot, PositionMachine.Decide(PositionAt(slot), instruments[slot], fill), fill.Fill.At);
    }

    public PortfolioChange Fund(VenueFunding funding)
    {
        var slot = SlotOf(funding.Symbol);
        return Book(slot, PositionMachine.Decide(PositionAt(slot), funding), funding.At);
    }

    public PortfolioChange Liquidate(VenueLiquidated liquidated)
    {
        var slot = SlotOf(liquidated.Symbol);
        return Book(slot, PositionMachine.Decide(PositionAt(slot), liquidated), liquidated.At);
    }

    /// <summary>The order is over: the rest of its reservation is freed.</summary>
    public AccountDecision EndOrder(string orderId, decimal filledQuantity, DateTimeOffset at) => Decide(new EndOrder(orderId, filledQuantity, at));

    /// <summary>Any other input of the account.</summary>
    public AccountDecision Decide(AccountInput input)
    {
        var decision = AccountMachine.Decide(Account, input);
        Account = decision.After;
        return decision;
    }

    private PortfolioChange Book(int slot, ImmutableArray<PositionEvent> changes, DateTimeOffset at)
    {
        if (changes.IsEmpty)
        {
            return PortfolioChange.None;
        }

        var position = PositionAt(slot);
        var account = ImmutableArray.CreateBuilder<AccountEvent>();
        var effects = ImmutableArray.CreateBuilder<AccountEffect>();
        RoundTrip? closed = null;
        foreach (var change in changes)
        {
            position = position.Apply(change);
            var booked = Decide(new BookPosition(PositionBooking.Of(position, change)));
            account.AddRange(booked.Events);
            effects.AddRange(booked.Effects);
            closed = change is PositionClosed end ? end.RoundTrip : closed;
        }

        positions[slot] = position;
        marks[slot] = position.Marks;
        if (Evaluate(at) is { } evaluated)
        {
            account.AddRange(evaluated.Events);
            effects.AddRange(evaluated.Effects);
        }

        return new(changes, account.ToImmutable(), effects.ToImmutable(), closed);
    }
}
