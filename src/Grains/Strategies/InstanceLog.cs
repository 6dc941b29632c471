using Microsoft.Extensions.Logging;

namespace Trading.Grains.Strategies;

internal static partial class InstanceLog
{
    [LoggerMessage(6401, LogLevel.Information, "Instance {Instance} is paused by {Actor}")]
    public static partial void InstancePaused(this ILogger logger, string instance, string actor);

    [LoggerMessage(6403, LogLevel.Error, "Instance {Instance}: its records could not be journaled; it hands them over again")]
    public static partial void InstanceJournalFailed(this ILogger logger, Exception failure, string instance);

    [LoggerMessage(6402, LogLevel.Information, "Instance {Instance} is resumed by {Actor}")]
    public static partial void InstanceResumed(this ILogger logger, string instance, string actor);
}
