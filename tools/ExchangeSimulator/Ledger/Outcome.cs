using System.Collections.Immutable;
using Trading.Domain.Exchanges;

namespace Trading.ExchangeSimulator.Ledger;

/// <summary>What an input came to.</summary>
/// <param name="Refusal">Why it could not be done; null when it was.</param>
internal sealed record Outcome(ImmutableArray<LedgerLine> Lines, ImmutableArray<VenueReport> Reports, VenueProgress? Progress, string? Refusal);
