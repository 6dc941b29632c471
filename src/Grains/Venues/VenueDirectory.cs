using Trading.Domain;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Grains.Venues;

/// <summary>The venues of this silo. The simulated one is a grain of the account, or a process of its own.</summary>
internal sealed class VenueDirectory(IGrainFactory grains, PaperVenues paper) : IVenueDirectory
{
    /// <summary>Name of the venue that is a grain.</summary>
    public const string Simulated = "simulated";

    private static readonly OrderProtocol SimulatedProtocol = new();

    public IOrderGateway GatewayOf(string venue, string account)
    {
        if (venue is not Simulated)
        {
            throw new InvariantException($"There is no gateway to venue {venue}.");
        }

        var grain = grains.GetGrain<IVenueGrain>(GrainKeys.ForVenue(account));
        var local = new SimulatedOrderGateway(grain);
        return paper.Relay is { } relay ? new RelayedOrderGateway(grain, relay.Gateways.Of(account), local) : local;
    }

    public OrderProtocol ProtocolOf(string venue) => venue is Simulated
        ? SimulatedProtocol
        : throw new InvariantException($"There is no protocol for venue {venue}.");
}
