using Microsoft.Extensions.Logging;

namespace Trading.Grains.Supervision;

internal static partial class SweepLog
{
    [LoggerMessage(1801, LogLevel.Error, "{State} {Key} is past its time and could not be woken")]
    public static partial void WakeFailed(this ILogger logger, Exception failure, string state, string key);

    [LoggerMessage(1803, LogLevel.Warning, "{State} {Key} has been due round after round at version {Version}: its memory is dropped, it begins anew from what is stored")]
    public static partial void GrainUnmoved(this ILogger logger, string state, string key, long version);
}
