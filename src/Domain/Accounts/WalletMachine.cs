using Trading.Domain.Exchanges;
using Trading.Domain.Positions;

namespace Trading.Domain.Accounts;

/// <summary>
/// Compares an account's balance with its venue's wallet, while nothing is held and no order is open on either side: only then are both known to have
/// heard the same. What differs for as long as a position's drift must is corrected from the venue. Pure; a repetition changes nothing.
/// </summary>
public static class WalletMachine
{
    /// <param name="drift">Of the comparison before.</param>
    /// <param name="now">The platform's time, as <paramref name="drift"/> counts it.</param>
    public static WalletDecision Decide(Account account, WalletDrift? drift, VenueWallet wallet, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(wallet);
        if (!wallet.IsFlat || !account.Reservations.IsEmpty || account.Symbols.Any(symbol => symbol.Quantity != 0m))
        {
            return new(drift, null);
        }

        var difference = LedgerAmount.Round(wallet.Balance - account.Balance);
        if (difference == 0m)
        {
            return new(null, null);
        }

        var seen = drift?.Difference == difference ? drift with { Sightings = drift.Sightings + 1 } : new WalletDrift(difference, now, 1);
        return seen.Sightings >= ReconciliationMachine.SightingsMin && now - seen.Since >= ReconciliationMachine.DriftWait
            ? new(null, new Correct(FormattableString.Invariant($"wallet:{account.LedgerSequence + 1}"), difference, null, now))
            : new(seen, null);
    }
}
