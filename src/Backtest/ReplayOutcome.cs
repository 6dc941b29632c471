using Trading.Domain.Instruments;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Instances;

namespace Trading.Backtest;

/// <summary>How a run ended.</summary>
/// <param name="Stopped">The policy of the stop that ended it; null when the data were exhausted.</param>
/// <param name="Events">Market events worked through.</param>
/// <param name="Report">Null when the recording had no event at all.</param>
public sealed record ReplayOutcome(StopPolicy? Stopped, long Events, SessionReport? Report);

/// <summary>Where an instance stands.</summary>
/// <param name="WarmupPct">Smallest warm-up of its indicators, 0–100.</param>
/// <param name="Why">The transition that led to its state; null before the first.</param>
public sealed record InstanceStanding(
    InstanceIdentity Identity, ReplayStrategy Strategy, InstanceStatus Status, DateTimeOffset Since, double WarmupPct, InstanceTransition? Why, WhyNot WhyNot);

/// <summary>The newest prices that the run has seen of a symbol; 0 where there was none.</summary>
public sealed record MarketStanding(Symbol Symbol, decimal Last, decimal Mark, decimal Bid, decimal Ask, DateTimeOffset? At);
