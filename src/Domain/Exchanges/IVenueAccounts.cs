namespace Trading.Domain.Exchanges;

/// <summary>What a venue holds of an account, for reconciliation.</summary>
public interface IVenueAccounts
{
    /// <exception cref="VenueUncertainException">The query failed; it says nothing, least of all that the account is flat.</exception>
    Task<VenueAccount> ReadAsync(string account, CancellationToken cancellation);
}
