using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Accounts;

/// <summary>What an account has to tell.</summary>
[JsonDerivedType(typeof(AccountChanged), "changed")]
[JsonDerivedType(typeof(AccountAlerted), "alerted")]
[JsonDerivedType(typeof(EquityNoted), "equity")]
[JsonDerivedType(typeof(AccountCommandsOrder), "order")]
[JsonDerivedType(typeof(AccountClosesPosition), "position")]
[GenerateSerializer, Immutable, Alias("account-news")]
public abstract record AccountNews([property: Id(0)] DateTimeOffset At);

/// <summary>A ledger line, the kill switch, limits: for the journal.</summary>
[GenerateSerializer, Immutable, Alias("account-changed")]
public sealed record AccountChanged([property: Id(0)] AccountEvent Event) : AccountNews(Event.At);

/// <summary>A person has to look.</summary>
/// <param name="Code">Of <see cref="AccountAlert"/>.</param>
[GenerateSerializer, Immutable, Alias("account-alerted")]
public sealed record AccountAlerted([property: Id(0)] string Code, [property: Id(1)] string Detail, DateTimeOffset At) : AccountNews(At);

/// <summary>Equity at the first evaluation of a minute.</summary>
/// <param name="DrawdownPct">Fall from the peak, percent.</param>
[GenerateSerializer, Immutable, Alias("equity-noted")]
public sealed record EquityNoted(
    [property: Id(0)] decimal Equity, [property: Id(1)] decimal Balance, [property: Id(2)] decimal DrawdownPct, DateTimeOffset At) : AccountNews(At);

/// <summary>An entry is to be cancelled.</summary>
[GenerateSerializer, Immutable, Alias("account-commands-order")]
public sealed record AccountCommandsOrder([property: Id(0)] OrderCommand Command, DateTimeOffset At) : AccountNews(At);

/// <summary>A position is to be closed at market.</summary>
[GenerateSerializer, Immutable, Alias("account-closes-position")]
public sealed record AccountClosesPosition([property: Id(0)] string Reason, [property: Id(1)] string Actor, DateTimeOffset At) : AccountNews(At);

/// <param name="Receiver">Key of the order or position, or the journal's name.</param>
[GenerateSerializer, Immutable, Alias("account-outbox-entry")]
public sealed record AccountOutboxEntry(
    [property: Id(0)] long Sequence, [property: Id(1)] string Receiver, [property: Id(2)] AccountNews News);
