namespace Trading.Domain.Exchanges;

/// <summary>What a venue says by itself.</summary>
public interface IVenueStream
{
    /// <summary>
    /// Reports of one account from the moment the venue has taken the subscription. Not resumable: what happened before it, and
    /// what a lost connection swallowed, is learnt by query. Reports may come twice, late or out of order.
    /// </summary>
    /// <param name="opened">Called once the venue has taken the subscription: everything that happens after that is told here.</param>
    /// <returns>Ends only when cancelled.</returns>
    /// <exception cref="VenueUncertainException">The connection could not be made or broke: there is a gap from here on.</exception>
    IAsyncEnumerable<VenueReport> ReadAsync(string account, Action? opened, CancellationToken cancellation);
}
