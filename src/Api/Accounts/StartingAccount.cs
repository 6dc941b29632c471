using System.Text.Json;
using Trading.Api.Sessions;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions.Sessions;
using Trading.Storage.Accounts;
using Trading.Storage.Json;

namespace Trading.Api.Accounts;

/// <summary>The account of a session's own before anything was written of it: there from the moment the session is, with its starting balance.</summary>
internal static class StartingAccount
{
    private const string Prefix = "acc-";

    /// <returns>Null when no session has such an account for its own.</returns>
    public static async Task<AccountRow?> FindAsync(string id, IGrainFactory grains)
    {
        if (!id.StartsWith(Prefix, StringComparison.Ordinal) || !SessionIds.IsValid(id[Prefix.Length..])
            || await grains.GetGrain<ISessionGrain>(id[Prefix.Length..]).Find(owner: null) is not { } found)
        {
            return null;
        }

        var (session, settings) = (found.Session, found.Settings);
        return session.Account != id || session.Mode is SessionMode.Collect
            ? null
            : new AccountRow(
                id, session.Owner, session.Id, session.Id, OpenAccountRequest.Simulated, settings.Symbols[0].Quote, settings.InitialBalance,
                Balance: settings.InitialBalance, Equity: settings.InitialBalance, Available: settings.InitialBalance, Reserved: 0m, PositionMargin: 0m,
                KillSwitch: false, KillSwitchReason: null, JsonSerializer.Serialize(settings.Limits, TradingJson.Options), session.CreatedAt,
                session.CreatedAt, Revision: 0);
    }
}
