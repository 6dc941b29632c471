using Trading.Domain.Exchanges;

namespace Trading.ExchangeSimulator.Accounts;

internal static class OrderIds
{
    /// <summary>The order that a report is about; null for one about a position.</summary>
    public static string? Of(VenueReport report) => report switch
    {
        VenueAccepted accepted => accepted.OrderId,
        VenueRejected rejected => rejected.OrderId,
        VenueFilled filled => filled.OrderId,
        VenueTriggered triggered => triggered.OrderId,
        VenueCanceled canceled => canceled.OrderId,
        _ => null,
    };
}
