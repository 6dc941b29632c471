using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Positions;

namespace Trading.Domain.Tests.Accounts;

/// <summary>What a fill, funding or liquidation did to a portfolio.</summary>
/// <param name="Closed">The round trip that it ended; null when it ended none.</param>
internal sealed record PortfolioChange(
    ImmutableArray<PositionEvent> PositionEvents,
    ImmutableArray<AccountEvent> AccountEvents,
    ImmutableArray<AccountEffect> Effects,
    RoundTrip? Closed)
{
    /// <summary>A repetition: nothing happened.</summary>
    public static PortfolioChange None { get; } = new([], [], [], null);

    public IEnumerable<LedgerEntry> LedgerEntries => AccountEvents.OfType<LedgerPosted>().Select(posted => posted.Entry);
}
