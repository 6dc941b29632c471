using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Instances;

namespace Trading.Backtest;

/// <summary>Where a run tells what happened, in event order, on the run's own thread.</summary>
public interface IReplayJournal
{
    /// <summary>An order was made or changed; the latest state wins.</summary>
    /// <param name="strategy">Name of the strategy that it belongs to; empty for none.</param>
    void Order(Order order, string strategy);

    /// <param name="reference">Mid (else last price) at the order's decision, that slippage is measured against; 0 when unknown.</param>
    /// <param name="quantityAfter">Signed position after the fill, base units.</param>
    void Fill(Order order, Fill fill, string strategy, decimal reference, decimal quantityAfter);

    void Ledger(LedgerEntry entry);

    /// <param name="strategy">The position's owner.</param>
    void Funding(VenueFunding funding, string strategy);

    void RoundTrip(RoundTrip trip);

    /// <summary>The run's own equity points: start, each whole minute, each fill and funding once applied, end.</summary>
    void Equity(DateTimeOffset at, decimal equity, decimal balance);

    void Transition(InstanceIdentity instance, ReplayStrategy strategy, InstanceTransition transition);

    void Signal(InstanceIdentity instance, ReplayStrategy strategy, SignalRecord signal);

    void Alert(DateTimeOffset at, string code, string detail);
}
