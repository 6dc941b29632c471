using System.Collections.Immutable;
using Trading.ExchangeSimulator.Accounts;
using Trading.ExchangeSimulator.Faults;

namespace Trading.ExchangeSimulator.Ledger;

/// <summary>The whole exchange as data.</summary>
/// <param name="LineCount">Lines of the ledger so far.</param>
internal sealed record ExchangeSnapshot(
    long LineCount,
    long SkewMs,
    ImmutableSortedDictionary<string, long> Faults,
    ImmutableSortedDictionary<string, long> Events,
    ImmutableArray<FaultPlan.Armed> Rules,
    ImmutableArray<AccountSnapshot> Accounts);
