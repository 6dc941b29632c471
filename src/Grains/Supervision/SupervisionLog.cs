using Microsoft.Extensions.Logging;

namespace Trading.Grains.Supervision;

internal static partial class SupervisionLog
{
    [LoggerMessage(1801, LogLevel.Error, "{State} {Key} should be at work and could not be woken; it is tried again")]
    public static partial void WakeFailed(this ILogger logger, Exception failure, string state, string key);

    [LoggerMessage(1802, LogLevel.Warning, "What should be at work could not be looked up by {Round}; it is tried again")]
    public static partial void SupervisionFailed(this ILogger logger, Exception failure, string round);

    [LoggerMessage(1803, LogLevel.Warning, "{State} {Key} has been due round after round at version {Version}: its memory is dropped, it begins anew from what is stored")]
    public static partial void GrainUnmoved(this ILogger logger, string state, string key, long version);
}
