using System.Collections.Frozen;
using Trading.Storage.Accounts;

namespace Trading.Storage.Results;

/// <summary>A part of a run's results, stored in one transaction. Rows with a key that is there already replace it where they can change, else are the same fact again.</summary>
public sealed record ResultBatch
{
    public IReadOnlyCollection<OrderRow> Orders { get; init; } = [];

    public IReadOnlyCollection<OrderEventRow> OrderEvents { get; init; } = [];

    public IReadOnlyCollection<FillRow> Fills { get; init; } = [];

    public IReadOnlyCollection<RoundTripRow> RoundTrips { get; init; } = [];

    public IReadOnlyCollection<EquityRow> Equity { get; init; } = [];

    public IReadOnlyCollection<LedgerRow> Ledger { get; init; } = [];

    public IReadOnlyCollection<InstanceTransitionRow> Transitions { get; init; } = [];

    public IReadOnlyCollection<SignalRow> Signals { get; init; } = [];

    public IReadOnlyCollection<InstanceRow> Instances { get; init; } = [];

    public IReadOnlyCollection<SessionMarketRow> Markets { get; init; } = [];

    public IReadOnlyCollection<AccountRow> Accounts { get; init; } = [];

    public IReadOnlyCollection<PositionRow> Positions { get; init; } = [];

    /// <summary>
    /// Sessions that somebody may follow while they run, each with its owner: their rows become live events as they are stored. A run that is over
    /// before anybody could follow it names none.
    /// </summary>
    public IReadOnlyDictionary<string, string> LiveOwners { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>At most one; the last one stands.</summary>
    public ReportRow? Report { get; init; }
}
