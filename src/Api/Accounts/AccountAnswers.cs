using System.Text.Json.Serialization;
using Trading.Domain.Instruments;
using Trading.Domain.Positions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Positions;
using Trading.Storage.Accounts;

namespace Trading.Api.Accounts;

/// <summary>An account; money in its currency.</summary>
/// <param name="Available">Balance − position margin − reserved: unrealised profit is in equity only.</param>
/// <param name="KillSwitch">Latched: no entries.</param>
public sealed record AccountAnswer(
    string Id, string Name, string Owner, string? Session, string Venue, string Currency, decimal InitialBalance, decimal Balance, decimal Equity,
    decimal Available, decimal Reserved, decimal PositionMargin, bool KillSwitch, string? KillSwitchReason, DateTimeOffset CreatedAt)
{
    public static AccountAnswer From(AccountRow row) => new(
        row.Id, row.Name, row.Owner, row.SessionId, row.Venue, row.Currency, row.InitialBalance, row.Balance, row.Equity, row.Available, row.Reserved,
        row.PositionMargin, row.KillSwitch, row.KillSwitchReason, row.CreatedAt);

    /// <summary>As the account's grain knows it.</summary>
    public static AccountAnswer From(AccountView view)
    {
        var (opening, account) = (view.Opening, view.Account);
        return new AccountAnswer(
            account.Id, opening.Name, opening.Owner, opening.Session, account.Venue, account.Currency, opening.InitialBalance, account.Balance, account.Equity,
            account.Available, account.Reserved, account.PositionMargin, account.KillSwitch is not null, account.KillSwitch?.Reason, opening.At);
    }
}

/// <param name="Amount">Signed change of the balance.</param>
/// <param name="Balance">After this line.</param>
/// <param name="Rate">Of a funding.</param>
/// <param name="Mark">At which a funding or liquidation was settled.</param>
public sealed record LedgerAnswer(
    long Seq, DateTimeOffset At, string Kind, decimal Amount, decimal Balance,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Symbol? Symbol = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OrderId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TradeId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Rate = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Mark = null)
{
    public static LedgerAnswer From(LedgerRow row) =>
        new(row.Sequence, row.At, row.Kind, row.Amount, row.Balance, row.Symbol, row.OrderId, row.TradeId, row.Rate, row.Mark);
}

/// <param name="Quantity">Signed base units; above 0 is long.</param>
/// <param name="MarginRatioPct">100 is liquidation; null when flat.</param>
public sealed record PositionAnswer(
    string Id, string Account, string? Session, Symbol Symbol, decimal Quantity, decimal EntryPrice, decimal MarkPrice, decimal UnrealizedPnl,
    decimal RealizedPnl, decimal Fees, decimal Funding, int Leverage, decimal Margin, double? MarginRatioPct, decimal? LiquidationPrice,
    decimal? StopPrice, decimal? TakeProfitPrice, DateTimeOffset? OpenedAt)
{
    public static PositionAnswer From(PositionRow row) => new(
        row.Id, row.AccountId, row.SessionId, row.Symbol, row.Quantity, row.EntryPrice, row.MarkPrice, row.UnrealizedPnl, row.RealizedPnl, row.Fees,
        row.Funding, row.Leverage, row.Margin, row.MarginRatioPct, row.LiquidationPrice, row.StopPrice, row.TakeProfitPrice, row.OpenedAt);

    /// <summary>As the position's grain knows it.</summary>
    public static PositionAnswer From(HeldPosition held)
    {
        var position = held.Position;
        return new PositionAnswer(
            position.Id, held.Account, position.Open?.Owner.Session is { Length: > 0 } session ? session : null, position.Symbol, position.Quantity,
            position.EntryPrice, position.MarkPrice, position.IsFlat ? 0m : position.UnrealizedPnl, position.TotalRealizedPnl, position.TotalFees,
            position.TotalFunding, position.Leverage, position.Margin.Total, position.IsFlat ? null : (double?)position.MarginRatioPct(position.MarkPrice),
            position.Margin.LiquidationPrice, position.IsFlat ? null : held.StopPrice, position.IsFlat ? null : held.TakeProfitPrice, position.Open?.EntryAt);
    }
}
