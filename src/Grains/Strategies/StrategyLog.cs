using Microsoft.Extensions.Logging;

namespace Trading.Grains.Strategies;

internal static partial class StrategyLog
{
    [LoggerMessage(6101, LogLevel.Warning, "Strategy {StrategyKey} could not be published to the read model; it is tried again")]
    public static partial void PublishFailed(this ILogger logger, Exception error, string strategyKey);
}
