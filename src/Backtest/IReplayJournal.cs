using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Instances;

namespace Trading.Backtest;

/// <summary>Where a run tells what happened, in event order, on the run's own thread.</summary>
public interface IReplayJournal
{
    /// <summary>An order was made or changed; the latest state wins.</summary>
    /// <param name="strategy">Name of the strategy that it belongs to; empty for none.</param>
    void Order(Order order, string strategy);

    void Fill(Order order, Fill fill, string strategy);

    /// <summary>The venue closed a position by force: a fill without an order.</summary>
    /// <param name="position">After it.</param>
    /// <param name="strategy">Name of the strategy that held it; empty for none.</param>
    void Liquidation(Position position, PositionLiquidated liquidated, string strategy);

    void Ledger(LedgerEntry entry);

    void RoundTrip(RoundTrip trip);

    /// <summary>The start, each whole minute, each fill and funding once applied, the end.</summary>
    void Equity(EquityPoint point);

    void Transition(InstanceIdentity instance, ReplayStrategy strategy, InstanceTransition transition);

    void Signal(InstanceIdentity instance, ReplayStrategy strategy, SignalRecord signal);

    void Alert(DateTimeOffset at, string code, string detail);

    /// <summary>Where everything stands now; asked for from time to time, and at the end.</summary>
    void Standing(ReplayStanding standing);
}
