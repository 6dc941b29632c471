using System.Text.Json.Serialization;
using Trading.Domain.Accounts;
using Trading.Grains.Storage;

namespace Trading.Grains.Accounts;

/// <summary>What the account grain keeps.</summary>
[GenerateSerializer, Alias("account-state")]
public sealed class AccountState : IBookState<AccountBook>
{
    [Id(0)]
    public AccountBook? Book { get; set; }

    /// <summary>
    /// When the sweep has to wake the account: while something is to be told or asked. Never in lock-step: its clock does.
    /// Stored first, where the write finds it without parsing, and beside the row, where SQL indexes it.
    /// </summary>
    [JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? WakeAt => Book switch
    {
        { Opening.Clock: not null } => null,
        { Outbox: [var oldest, ..] } => oldest.News.At,
        { } book when book.Account.Reservations.FirstOrDefault(reservation => !reservation.IsClaimed) is { } unclaimed =>
            unclaimed.ReservedAt + AccountMachine.ClaimWait,
        _ => null,
    };
}
