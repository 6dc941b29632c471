using Microsoft.Extensions.DependencyInjection;
using Trading.Domain.Exchanges;

namespace Trading.Grains.Venues;

/// <summary>Where accounts on paper trade.</summary>
internal sealed class PaperVenues(IServiceProvider services)
{
    /// <summary>The venue in a process of its own; null when each account's venue is its grain.</summary>
    public VenueRelay? Relay { get; } = services.GetService<IPaperVenue>() is { } venue
        ? new VenueRelay(venue, services.GetRequiredService<IVenueStream>(), services.GetRequiredService<IOrderGateways>(), services.GetRequiredService<IVenueAccounts>())
        : null;
}

/// <summary>The ports of a venue in a process of its own.</summary>
internal sealed record VenueRelay(IPaperVenue Venue, IVenueStream Stream, IOrderGateways Gateways, IVenueAccounts Accounts);
