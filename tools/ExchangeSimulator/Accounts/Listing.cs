using System.Collections.Immutable;
using Trading.Domain.Exchanges;

namespace Trading.ExchangeSimulator.Accounts;

/// <summary>A symbol of an account, and how far its feed was worked through.</summary>
/// <param name="Next">Number of the first event that was not.</param>
/// <param name="LastFirst">First event of the last call, whose repetition is answered alike; -1 before the first call.</param>
internal sealed record Listing(VenueListing Terms, long Next, long LastFirst, ImmutableArray<VenueReport> LastReports)
{
    public static Listing Of(VenueListing terms) => new(terms, 0, -1, []);
}
