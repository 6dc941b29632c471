using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Instances;

namespace Trading.Backtest.Tests.Support;

/// <summary>Keeps counts only, so that a long run's journal weighs nothing.</summary>
internal sealed class CountingJournal(Action<EquityPoint>? onEquity = null) : IReplayJournal
{
    public int Fills { get; private set; }

    public int Signals { get; private set; }

    public void Order(Order order, string strategy)
    {
        // Fills and signals are enough to tell that the run traded.
    }

    public void Fill(Order order, Fill fill, string strategy) => Fills++;

    public void Liquidation(Position position, PositionLiquidated liquidated, string strategy) => Fills++;

    public void Ledger(LedgerEntry entry)
    {
        // As above.
    }

    public void RoundTrip(RoundTrip trip)
    {
        // As above.
    }

    public void Equity(EquityPoint point) => onEquity?.Invoke(point);

    public void Transition(InstanceIdentity instance, ReplayStrategy strategy, InstanceTransition transition)
    {
        // As above.
    }

    public void Signal(InstanceIdentity instance, ReplayStrategy strategy, SignalRecord signal) => Signals++;

    public void Alert(DateTimeOffset at, string code, string detail)
    {
        // As above.
    }

    public void Standing(ReplayStanding standing)
    {
        // As above.
    }
}
