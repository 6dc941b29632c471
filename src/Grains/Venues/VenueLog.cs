using Microsoft.Extensions.Logging;

namespace Trading.Grains.Venues;

internal static partial class VenueLog
{
    [LoggerMessage(6201, LogLevel.Warning, "Venue {Venue}: request for order {OrderId} came {AgeMs} ms after it was signed and is refused")]
    public static partial void RequestLate(this ILogger logger, string venue, string orderId, double ageMs);

    [LoggerMessage(6202, LogLevel.Warning, "Venue {Venue}: its reports are not heard; it is listened to again, and asked what was missed")]
    public static partial void StreamBroke(this ILogger logger, Exception failure, string venue);

    [LoggerMessage(6204, LogLevel.Warning, "Venue {Venue} tells of order {OrderId}, which was not sent from here")]
    public static partial void OrderStrange(this ILogger logger, string venue, string orderId);

    [LoggerMessage(6203, LogLevel.Warning, "Venue {Venue}: a question after order {OrderId} failed; it is asked again")]
    public static partial void QuestionFailed(this ILogger logger, Exception failure, string venue, string orderId);

    [LoggerMessage(6205, LogLevel.Warning, "Venue {Venue}: the account could not be read, which says nothing; it is read again")]
    public static partial void AccountUnread(this ILogger logger, Exception failure, string venue);
}
