using Microsoft.Extensions.Logging;

namespace Trading.Grains.Accounts;

internal static partial class AccountLog
{
    [LoggerMessage(1701, LogLevel.Warning, "Account {AccountId}: {Command} by {Actor}: {Detail}")]
    public static partial void AccountCommanded(this ILogger logger, string accountId, string command, string actor, string? detail);

    [LoggerMessage(1702, LogLevel.Warning, "Account {AccountId} asks after order {OrderId}, whose reservation nobody has claimed")]
    public static partial void ReservationUnclaimed(this ILogger logger, string accountId, string orderId);

    [LoggerMessage(1703, LogLevel.Warning, "Account {AccountId} could not be journaled; it is tried again")]
    public static partial void JournalFailed(this ILogger logger, Exception failure, string accountId);

    [LoggerMessage(1704, LogLevel.Warning, "Account {AccountId} had {Before} and has {After}, as its venue's wallet holds it")]
    public static partial void BalanceReconciled(this ILogger logger, string accountId, decimal before, decimal after);
}
