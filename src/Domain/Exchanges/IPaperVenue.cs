using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Exchanges;

/// <summary>
/// A venue that simulates on market data which we hand to it: in this process behind a grain, or a process of its own. Every
/// call is durable when its task completes, and may be repeated after a failure, which says nothing.
/// </summary>
public interface IPaperVenue
{
    /// <summary>
    /// Opens the account, or adds the markets that it does not have; a market that it has and that now comes from another feed
    /// keeps position and orders and forgets prices. Repeating it changes nothing.
    /// </summary>
    /// <exception cref="VenueConflictException">The account is there with other options and is not idle.</exception>
    Task OpenAsync(VenueTerms terms, CancellationToken cancellation);

    /// <summary>Moves the wallet of an open account.</summary>
    /// <param name="cause">Id of the command; applied once.</param>
    /// <param name="amount">Signed, quote units.</param>
    Task TransferAsync(string account, string cause, decimal amount, CancellationToken cancellation);

    /// <summary>Works through events of one symbol, before anybody decides on them. Events that the venue has seen are not worked through again.</summary>
    /// <returns>A repetition of the last call is answered as that was.</returns>
    Task<VenueProgress> AdvanceAsync(string account, VenueFeed feed, CancellationToken cancellation);

    /// <summary>Data of these symbols ended: what is in flight or works there is cancelled with reason <see cref="VenueReasons.EndOfData"/>.</summary>
    Task<ImmutableArray<VenueReport>> FinishAsync(string account, ImmutableArray<Symbol> symbols, CancellationToken cancellation);

    /// <summary>After <see cref="FinishAsync"/>: a closing order that fills at once at the last price worsened by half the assumed spread, or at the book where that is worse.</summary>
    Task<ImmutableArray<VenueReport>> CloseAtEndAsync(string account, OrderRequest close, CancellationToken cancellation);
}
