using Trading.Domain.Instruments;
using Trading.Storage.Paging;

namespace Trading.Storage.Accounts;

/// <summary>An account as lists show it; money in quote units.</summary>
/// <param name="Id"><c>acc-…</c>.</param>
/// <param name="SessionId">The session that owns it; null for a named account.</param>
/// <param name="Limits">Its risk limits as JSON.</param>
/// <param name="Revision">The higher one is the newer truth.</param>
public sealed record AccountRow(
    string Id, string Owner, string Name, string? SessionId, string Venue, string Currency, decimal InitialBalance, decimal Balance, decimal Equity,
    decimal Available, decimal Reserved, decimal PositionMargin, bool KillSwitch, string? KillSwitchReason, string Limits, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, long Revision);

/// <summary>One line of an account's ledger.</summary>
/// <param name="Sequence">From 1, without a hole.</param>
/// <param name="Kind">Such as <c>realised</c>, <c>fee</c>, <c>funding</c>.</param>
/// <param name="Balance">After this line.</param>
/// <param name="Cause">Id of what caused it.</param>
public sealed record LedgerRow(
    string AccountId, long Sequence, string? SessionId, DateTimeOffset At, string Kind, decimal Amount, decimal Balance, string Cause, Symbol? Symbol,
    string? OrderId, string? TradeId, decimal? Rate, decimal? Mark);

/// <summary>A position as lists show it.</summary>
/// <param name="Id"><c>pos-…</c>.</param>
/// <param name="Quantity">Signed base units; 0 is flat.</param>
public sealed record PositionRow(
    string Id, string AccountId, string? SessionId, string Owner, Symbol Symbol, decimal Quantity, decimal EntryPrice, decimal MarkPrice,
    decimal UnrealizedPnl, decimal RealizedPnl, decimal Fees, decimal Funding, int Leverage, decimal Margin, double? MarginRatioPct,
    decimal? LiquidationPrice, decimal? StopPrice, decimal? TakeProfitPrice, DateTimeOffset? OpenedAt, DateTimeOffset UpdatedAt, long Revision);

public sealed record AccountFilter(string? Owner = null, string? Name = null, string? Session = null, string? Venue = null);

/// <param name="IncludeFlat">Positions of quantity 0 as well.</param>
public sealed record PositionFilter(
    string? Owner = null, string? Account = null, string? Session = null, Symbol? Symbol = null, bool IncludeFlat = false);

public sealed record LedgerFilter(string Account, string? Kind = null, Symbol? Symbol = null, string? Order = null);

public interface IAccountQueries
{
    Task<AccountRow?> FindAsync(string id, CancellationToken cancellationToken = default);

    Task<Page<AccountRow>> ListAsync(AccountFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    Task<Page<LedgerRow>> LedgerAsync(LedgerFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    Task<PositionRow?> FindPositionAsync(string id, CancellationToken cancellationToken = default);

    Task<Page<PositionRow>> PositionsAsync(PositionFilter filter, PageRequest page, CancellationToken cancellationToken = default);
}
