using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Instances;

namespace Trading.Backtest;

/// <summary>Where a run stands at one moment.</summary>
/// <param name="Instances">In session order.</param>
/// <param name="Positions">Every symbol's position with its stop, flat ones included.</param>
public sealed record ReplayStanding(
    ImmutableArray<InstanceStanding> Instances,
    ImmutableArray<MarketStanding> Markets,
    Account Account,
    ImmutableArray<PositionStanding> Positions,
    SessionReport Report);

/// <param name="StopPrice">Trigger of the protective stop; null without one.</param>
public sealed record PositionStanding(Position Position, Instrument Instrument, decimal? StopPrice);

/// <summary>Where an instance stands.</summary>
/// <param name="WarmupPct">Smallest warm-up of its indicators, 0–100.</param>
/// <param name="Why">The transition that led to its state; null before the first.</param>
public sealed record InstanceStanding(
    InstanceIdentity Identity, ReplayStrategy Strategy, InstanceStatus Status, DateTimeOffset Since, double WarmupPct, InstanceTransition? Why, WhyNot WhyNot);

/// <summary>The newest prices that the run has seen of a symbol; 0 where there was none.</summary>
public sealed record MarketStanding(Symbol Symbol, decimal Last, decimal Mark, decimal Bid, decimal Ask, DateTimeOffset? At);
