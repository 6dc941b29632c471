using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Grains.Venues;

/// <summary>Finds a venue by its name.</summary>
internal interface IVenueDirectory
{
    /// <param name="venue"><c>simulated</c> or the exchange's name.</param>
    /// <param name="account">Key of the account.</param>
    IOrderGateway GatewayOf(string venue, string account);

    /// <summary>The times that orders at the venue go by.</summary>
    OrderProtocol ProtocolOf(string venue);
}
