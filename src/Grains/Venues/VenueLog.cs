using Microsoft.Extensions.Logging;

namespace Trading.Grains.Venues;

internal static partial class VenueLog
{
    [LoggerMessage(6201, LogLevel.Warning, "Venue {Venue}: request for order {OrderId} came {AgeMs} ms after it was signed and is refused")]
    public static partial void RequestLate(this ILogger logger, string venue, string orderId, double ageMs);
}
