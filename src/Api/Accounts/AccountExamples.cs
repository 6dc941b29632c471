using Trading.Api.Orders;
using Trading.Domain.Instruments;

namespace Trading.Api.Accounts;

/// <summary>What OpenAPI shows of accounts and positions.</summary>
internal static class AccountExamples
{
    public static readonly AccountAnswer Account = new(
        "acc-ses-abcdefghijklmno", "ses-abcdefghijklmno", "alice", "ses-abcdefghijklmno", "simulated", "USDT", 10_000m, 10_012.5m, 10_012.5m, 10_012.5m,
        0m, 0m, KillSwitch: false, null, OrderExamples.At);

    public static readonly OpenAccountRequest Open = new(InitialBalance: 10_000m);

    public static readonly AccountAnswer Named = Account with { Id = "acc-alice:main", Name = "main", Session = null };

    public static readonly AccountAnswer Killed = Named with { KillSwitch = true, KillSwitchReason = "the feed looks wrong" };

    public static readonly LedgerAnswer Ledger = new(
        2, OrderExamples.At, "fee", -0.4449m, 9_999.5551m, Symbol.Parse("BTC_USDT"), OrderExamples.Order.Id, "t-1");

    public static readonly PositionAnswer Position = new(
        "pos-ses-abcdefghijklmno:btc_usdt", "acc-ses-abcdefghijklmno", "ses-abcdefghijklmno", Symbol.Parse("BTC_USDT"), -0.012m, 61_800.2m, 61_790m,
        0.1224m, 0m, 0.4449m, 0m, 3, 247.2008m, 1.5, 82_000m, 62_727.2m, null, OrderExamples.At);
}
