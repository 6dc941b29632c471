using Microsoft.Extensions.Logging;

namespace Trading.Grains.Journal;

internal static partial class JournalLog
{
    [LoggerMessage(1501, LogLevel.Error, "{BatchCount} batches could not be journaled; their grains hand them over again")]
    public static partial void AppendFailed(this ILogger logger, Exception failure, int batchCount);

    [LoggerMessage(1502, LogLevel.Warning, "Old live events could not be removed")]
    public static partial void LivePurgeFailed(this ILogger logger, Exception failure);
}
