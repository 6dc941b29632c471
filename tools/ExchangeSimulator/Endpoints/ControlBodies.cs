using System.Collections.Immutable;
using Trading.Domain.Instruments;

namespace Trading.ExchangeSimulator.Endpoints;

/// <param name="Faults">How often each was injected since the last reset.</param>
/// <param name="Events">Ledger lines by kind since the last reset.</param>
internal sealed record CountersBody(ImmutableSortedDictionary<string, long> Faults, ImmutableSortedDictionary<string, long> Events);

/// <param name="SkewMs">How far the venue's clock goes ahead of the wall's.</param>
internal sealed record ClockBody(long SkewMs);

/// <summary>A position changed past the platform: a trade of so much (signed base units) at the mark, or its liquidation.</summary>
internal sealed record PositionBody(string Account, Symbol Symbol, decimal Quantity = 0m, bool Liquidate = false);
