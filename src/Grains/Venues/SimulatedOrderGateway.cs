using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Grains.Venues;

/// <summary>The order side of an account's simulated venue.</summary>
internal sealed class SimulatedOrderGateway(IVenueGrain venue) : IOrderGateway
{
    public Task<VenueReport?> SubmitAsync(OrderRequest request, DateTimeOffset sentAt, CancellationToken cancellation) =>
        venue.Submit(request, sentAt).WaitAsync(cancellation);

    public Task<VenueReport?> CancelAsync(string orderId, Symbol symbol, DateTimeOffset sentAt, CancellationToken cancellation) =>
        venue.Cancel(orderId, symbol, sentAt).WaitAsync(cancellation);

    public Task<VenueOrder?> QueryAsync(string orderId, Symbol symbol, CancellationToken cancellation) =>
        venue.Query(orderId, symbol).WaitAsync(cancellation);

    public Task<ImmutableArray<VenueOrder>> ListOpenAsync(Symbol symbol, CancellationToken cancellation) =>
        venue.ListOpen(symbol).WaitAsync(cancellation);
}
