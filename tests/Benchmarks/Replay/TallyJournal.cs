using Trading.Backtest;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Instances;

namespace Trading.Benchmarks.Replay;

/// <summary>Keeps what two implementations must agree on.</summary>
internal sealed class TallyJournal : IReplayJournal
{
    public List<(long TimeMs, decimal Price, decimal Quantity, decimal Fee)> Fills { get; } = [];

    public List<(long TimeMs, string To, string Section)> Transitions { get; } = [];

    public List<RoundTrip> RoundTrips { get; } = [];

    public List<string> Reasons { get; } = [];

    public int Signals { get; private set; }

    public long EquityPoints { get; private set; }

    public void Order(Order order, string strategy)
    {
        if (order.IsOver)
        {
            Reasons.Add($"{order.Request.Purpose} {order.Status} {order.Reason}");
        }
    }

    public void Fill(Order order, Fill fill, string strategy) => Fills.Add((fill.At.ToUnixTimeMilliseconds(), fill.Price, fill.Quantity, fill.Fee));

    public void Liquidation(Position position, PositionLiquidated liquidated, string strategy) => Reasons.Add("liquidation");

    public void Ledger(LedgerEntry entry)
    {
        // Its sum is the final balance, which is compared.
    }

    public void RoundTrip(RoundTrip trip) => RoundTrips.Add(trip);

    public void Equity(EquityPoint point) => EquityPoints++;

    public void Transition(InstanceIdentity instance, ReplayStrategy strategy, InstanceTransition transition) =>
        Transitions.Add((transition.At.ToUnixTimeMilliseconds(), transition.To.ToString(), $"{transition.Section} {transition.Reason}"));

    public void Signal(InstanceIdentity instance, ReplayStrategy strategy, SignalRecord signal) => Signals += signal.Outcome is null ? 1 : 0;

    public void Alert(DateTimeOffset at, string code, string detail) => Reasons.Add($"alert {code}");

    public void Standing(ReplayStanding standing) => Last = standing;

    public ReplayStanding? Last { get; private set; }
}
