using Orleans;

namespace Trading.Domain.Exchanges;

/// <summary>The money of an account as its venue counts it.</summary>
/// <param name="Balance">Quote units.</param>
/// <param name="IsFlat">Nothing is held there.</param>
[GenerateSerializer, Immutable, Alias("venue-wallet")]
public sealed record VenueWallet([property: Id(0)] decimal Balance, [property: Id(1)] bool IsFlat)
{
    public static VenueWallet Of(VenueAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new(account.Balance, account.Positions.IsEmpty);
    }
}
