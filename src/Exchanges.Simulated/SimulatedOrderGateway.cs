using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>The venue behind the port that every exchange implements. What became of a request comes with the market's next event.</summary>
public sealed class SimulatedOrderGateway(SimulatedVenue venue) : IOrderGateway
{
    public Task<VenueReport?> SubmitAsync(OrderRequest request, DateTimeOffset sentAt, CancellationToken cancellation)
    {
        venue.Submit(request, sentAt);
        return Task.FromResult<VenueReport?>(null);
    }

    public Task<VenueReport?> CancelAsync(string orderId, Symbol symbol, DateTimeOffset sentAt, CancellationToken cancellation)
    {
        venue.Cancel(orderId, sentAt);
        return Task.FromResult<VenueReport?>(null);
    }

    public Task<VenueOrder?> QueryAsync(string orderId, Symbol symbol, CancellationToken cancellation) =>
        Task.FromResult(venue.Query(orderId));

    public Task<ImmutableArray<VenueOrder>> ListOpenAsync(Symbol symbol, CancellationToken cancellation) =>
        Task.FromResult(venue.OpenOrders(symbol));
}
