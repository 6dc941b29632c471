using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Accounts;

public enum LedgerKind : byte
{
    Deposit = 0,
    Withdrawal = 1,
    Realised = 2,
    Fee = 3,
    Funding = 4,
    Liquidation = 5,
    Correction = 6,
}

/// <summary>One line of an account's append-only ledger.</summary>
/// <param name="Sequence">From 1, without a hole.</param>
/// <param name="Amount">Signed change of the balance, at most 12 decimals: a fee that is paid and a withdrawal are below 0.</param>
/// <param name="Balance">After this line.</param>
/// <param name="Cause">Id of what caused it; applied once.</param>
/// <param name="Rate">Funding rate, a fraction.</param>
/// <param name="Mark">Mark at which funding was settled.</param>
[GenerateSerializer, Immutable, Alias("ledger-entry")]
public sealed record LedgerEntry(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] LedgerKind Kind,
    [property: Id(3)] decimal Amount,
    [property: Id(4)] decimal Balance,
    [property: Id(5)] string Cause,
    [property: Id(6)] Symbol? Symbol = null,
    [property: Id(7)] string? OrderId = null,
    [property: Id(8)] string? TradeId = null,
    [property: Id(9)] decimal? Rate = null,
    [property: Id(10)] decimal? Mark = null);
