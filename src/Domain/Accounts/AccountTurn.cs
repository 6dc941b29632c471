using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

/// <summary>One decision in the making: each event is applied as it is emitted, so that the next step sees it.</summary>
internal sealed class AccountTurn(Account account)
{
    private ImmutableArray<AccountEvent> events = [];
    private ImmutableArray<AccountEffect> effects = [];

    public Account Account { get; private set; } = account;

    public void Emit(AccountEvent change)
    {
        events = events.Add(change);
        Account = Account.Apply(change);
    }

    public void Ask(AccountEffect effect) => effects = effects.Add(effect);

    public void Post(LedgerKind kind, decimal amount, string cause, DateTimeOffset at, LedgerDetail detail = default) => Emit(new LedgerPosted(new(
        Account.LedgerSequence + 1, at, kind, amount, Account.Balance + amount, cause, detail.Symbol, detail.OrderId, detail.TradeId, detail.Rate,
        detail.Mark)));

    /// <summary>The day's opening equity is the first of the day: what stands when the first input of the day arrives.</summary>
    public void OpenDay(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        if (Account.Day is not { } current || day > current)
        {
            Emit(new DayOpened(at, day, Account.Equity));
        }
    }

    public AccountDecision Done(RiskVerdict? verdict = null) => new(Account, events, effects, verdict);

    public AccountDecision Refuse(string reason) => new(Account, events, effects, Refusal: reason);
}

internal readonly record struct LedgerDetail(
    Symbol? Symbol = null, string? OrderId = null, string? TradeId = null, decimal? Rate = null, decimal? Mark = null);
