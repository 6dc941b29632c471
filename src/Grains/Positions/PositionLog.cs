using Microsoft.Extensions.Logging;

namespace Trading.Grains.Positions;

internal static partial class PositionLog
{
    [LoggerMessage(1601, LogLevel.Information, "Position {PositionId} is {Quantity} after event {Sequence}")]
    public static partial void PositionChanged(this ILogger logger, string positionId, decimal quantity, long sequence);

    [LoggerMessage(1602, LogLevel.Information, "Position {PositionId} is closed by {Actor}: {Reason}, order {OrderId}")]
    public static partial void CloseAsked(this ILogger logger, string positionId, string actor, string reason, string? orderId);

    [LoggerMessage(1603, LogLevel.Information, "Protection of position {PositionId} was changed by {Actor}")]
    public static partial void ProtectionChanged(this ILogger logger, string positionId, string actor);

    [LoggerMessage(1604, LogLevel.Warning, "Position {PositionId} could not be journaled; it is tried again")]
    public static partial void JournalFailed(this ILogger logger, Exception failure, string positionId);

    [LoggerMessage(1605, LogLevel.Warning, "Position {PositionId} was {Before} and is {After}, as its venue holds it")]
    public static partial void PositionReconciled(this ILogger logger, string positionId, decimal before, decimal after);
}
