using Microsoft.Extensions.Logging;

namespace Trading.Grains.Supervision;

internal static partial class SweepLog
{
    [LoggerMessage(1801, LogLevel.Error, "{State} {Key} is past its time and could not be woken")]
    public static partial void WakeFailed(this ILogger logger, Exception failure, string state, string key);
}
