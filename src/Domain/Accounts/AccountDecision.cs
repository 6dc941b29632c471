using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

/// <summary>The answer to an input.</summary>
/// <param name="After">The account with the events applied.</param>
/// <param name="Events">What happened, in order; empty for a repetition.</param>
/// <param name="Effects">What the host has to do once the events are durable.</param>
/// <param name="Verdict">Of a <see cref="JudgeOrder"/>.</param>
/// <param name="Refusal">Typed reason when a command was refused: of <see cref="AccountRefusal"/>.</param>
public sealed record AccountDecision(
    Account After,
    ImmutableArray<AccountEvent> Events,
    ImmutableArray<AccountEffect> Effects,
    RiskVerdict? Verdict = null,
    string? Refusal = null)
{
    /// <summary>The lines that this input added to the ledger.</summary>
    public IEnumerable<LedgerEntry> LedgerEntries => Events.OfType<LedgerPosted>().Select(posted => posted.Entry);
}

/// <summary>Something to be done elsewhere because of the account.</summary>
[GenerateSerializer, Immutable, Alias("account-effect")]
public abstract record AccountEffect;

/// <summary>Cancel these working entries; protective and closing orders stay.</summary>
[GenerateSerializer, Immutable, Alias("cancel-entries")]
public sealed record CancelEntries([property: Id(0)] ImmutableArray<string> OrderIds) : AccountEffect;

/// <summary>Close these positions at market.</summary>
[GenerateSerializer, Immutable, Alias("close-positions")]
public sealed record ClosePositions([property: Id(0)] ImmutableArray<Symbol> Symbols) : AccountEffect;

/// <param name="Code">Of <see cref="AccountAlert"/>.</param>
[GenerateSerializer, Immutable, Alias("alert-account")]
public sealed record AlertAccount([property: Id(0)] string Code, [property: Id(1)] string Detail) : AccountEffect;

public static class AccountAlert
{
    public const string KillSwitch = "kill_switch";
    public const string Liquidation = "liquidation";

    /// <summary>The venue's wallet differed while nothing was held or open: the balance was corrected.</summary>
    public const string WalletDrift = "wallet_drift";

    /// <summary>The connection to the venue is lost: what happened there meanwhile is not known.</summary>
    public const string Stale = "account_stale";
}

public static class AccountRefusal
{
    public const string Amount = "out_of_range";
    public const string Balance = "insufficient_balance";
    public const string Reason = "required";
}
