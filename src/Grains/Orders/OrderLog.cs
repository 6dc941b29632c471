using Microsoft.Extensions.Logging;
using Trading.Domain.Orders;

namespace Trading.Grains.Orders;

internal static partial class OrderLog
{
    [LoggerMessage(1401, LogLevel.Information, "Order {OrderId} is {Status}, filled {FilledQuantity}")]
    public static partial void OrderChanged(this ILogger logger, string orderId, OrderStatus status, decimal filledQuantity);

    [LoggerMessage(1402, LogLevel.Warning, "Order {OrderId}: the outcome of attempt {Attempt} is not known")]
    public static partial void SendUncertain(this ILogger logger, Exception failure, string orderId, int attempt);

    [LoggerMessage(1403, LogLevel.Warning, "Order {OrderId}: {Request} failed at the venue")]
    public static partial void VenueRequestFailed(this ILogger logger, Exception failure, string orderId, string request);

    [LoggerMessage(1404, LogLevel.Error, "Order {OrderId} could not be placed")]
    public static partial void PlacingFailed(this ILogger logger, Exception failure, string orderId);

    [LoggerMessage(1405, LogLevel.Error, "Order {OrderId}: whether its failed placing was stored could not be found out; its next activation will")]
    public static partial void PlacingUnclear(this ILogger logger, Exception failure, string orderId);

    [LoggerMessage(1406, LogLevel.Warning, "Order {OrderId}: the reminder of its deadline could not be removed; it is once it rings")]
    public static partial void UnwatchFailed(this ILogger logger, Exception failure, string orderId);

    [LoggerMessage(1407, LogLevel.Warning, "Order {OrderId} could not be journaled; it is tried again")]
    public static partial void JournalFailed(this ILogger logger, Exception failure, string orderId);

    [LoggerMessage(1409, LogLevel.Debug, "Order {OrderId} ended long ago and has left grain storage")]
    public static partial void OrderLeftStorage(this ILogger logger, string orderId);

    [LoggerMessage(1408, LogLevel.Warning, "Order {OrderId}: {Code}: {Detail}")]
    public static partial void OrderAlerted(this ILogger logger, string orderId, string code, string detail);
}
