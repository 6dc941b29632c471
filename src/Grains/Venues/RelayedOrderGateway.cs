using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Grains.Venues;

/// <summary>
/// The order side of an account where a venue in another process is configured. Requests go there straight from the order's silo, so that an
/// answer that is slow to come holds up nobody else; the account's venue grain knows of an order before it leaves. An account that was opened
/// before has its venue in the grain.
/// </summary>
internal sealed class RelayedOrderGateway(IVenueGrain venue, IOrderGateway remote, IOrderGateway local) : IOrderGateway
{
    public async Task<VenueReport?> SubmitAsync(OrderRequest request, DateTimeOffset sentAt, CancellationToken cancellation)
    {
        var isRelayed = await Announce(request, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return await (isRelayed ? remote : local).SubmitAsync(request, sentAt, cancellation);
    }

    public async Task<VenueReport?> CancelAsync(string orderId, Symbol symbol, DateTimeOffset sentAt, CancellationToken cancellation) =>
        await (await WayAsync(cancellation)).CancelAsync(orderId, symbol, sentAt, cancellation);

    public async Task<VenueOrder?> QueryAsync(string orderId, Symbol symbol, CancellationToken cancellation) =>
        await (await WayAsync(cancellation)).QueryAsync(orderId, symbol, cancellation);

    public async Task<ImmutableArray<VenueOrder>> ListOpenAsync(Symbol symbol, CancellationToken cancellation) =>
        await (await WayAsync(cancellation)).ListOpenAsync(symbol, cancellation);

    private async Task<bool> Announce(OrderRequest request, CancellationToken cancellation)
    {
        try
        {
            return await venue.Announce(request.Id, request.Symbol).WaitAsync(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Nothing of the order has left, and that is certain.
            throw new VenueNotSentException(VenueReasons.Unreachable, null, $"Order {request.Id} could not be announced: {failure.Message}", failure);
        }
    }

    private async Task<IOrderGateway> WayAsync(CancellationToken cancellation) => await venue.IsRelayed().WaitAsync(cancellation) ? remote : local;
}
