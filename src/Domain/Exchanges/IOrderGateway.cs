using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Exchanges;

/// <summary>
/// The order side of one account at one venue. A request's outcome is what a <see cref="VenueReport"/> or a query says;
/// an exception, a timeout or a missing answer says nothing (spec: orders).
/// </summary>
public interface IOrderGateway
{
    /// <summary>Sends an order. The client order id makes a repetition harmless: a venue never holds two orders of one id.</summary>
    /// <param name="sentAt">The persisted send time: signed into the request, so that the venue itself refuses it when it comes late.</param>
    /// <returns>
    /// <see cref="VenueAccepted"/> (definite yes), <see cref="VenueRejected"/> (definite no), or null when the venue will tell later
    /// or its answer is not definite.
    /// </returns>
    /// <exception cref="VenueNotSentException">The request certainly took no effect.</exception>
    /// <exception cref="VenueUncertainException">It may have.</exception>
    Task<VenueReport?> SubmitAsync(OrderRequest request, DateTimeOffset sentAt, CancellationToken cancellation);

    /// <summary>Asks for the end of an order's rest. Repeating it, or asking after the order's end, changes nothing.</summary>
    /// <returns><see cref="VenueCanceled"/> when that is already known, else null.</returns>
    /// <exception cref="VenueNotSentException">The request certainly took no effect.</exception>
    /// <exception cref="VenueUncertainException">It may have.</exception>
    Task<VenueReport?> CancelAsync(string orderId, Symbol symbol, DateTimeOffset sentAt, CancellationToken cancellation);

    /// <returns>Null when the venue answered that it knows no such order; a query that failed throws and says nothing.</returns>
    /// <exception cref="VenueUncertainException">The query failed.</exception>
    Task<VenueOrder?> QueryAsync(string orderId, Symbol symbol, CancellationToken cancellation);

    /// <summary>Every order that works now, trigger orders included.</summary>
    /// <exception cref="VenueUncertainException">The query failed.</exception>
    Task<ImmutableArray<VenueOrder>> ListOpenAsync(Symbol symbol, CancellationToken cancellation);
}
