using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>
/// One account's simulated venue: matching, triggers, funding, liquidation and the wallet behind them, for every symbol of
/// the account (spec: sessions, Simulated venue). Driven by calls alone: no clock, no I/O; the same calls with the same
/// seed give the same reports. Not thread-safe.
/// </summary>
public sealed class SimulatedVenue
{
    /// <param name="seed">Source of every random draw.</param>
    /// <param name="initialBalance">Wallet at the start, quote units.</param>
    public SimulatedVenue(SimulatedVenueOptions options, ulong seed, decimal initialBalance, IEnumerable<VenueMarket> markets) => throw new NotSupportedException();

    /// <summary>Continues exactly where <see cref="Snapshot"/> stood.</summary>
    public static SimulatedVenue Restore(SimulatedVenueOptions options, VenueSnapshot snapshot) => throw new NotSupportedException();

    /// <summary>The whole state; everything that later calls can depend on.</summary>
    public VenueSnapshot Snapshot() => throw new NotSupportedException();

    /// <summary>Nothing in flight, nothing working, no position: market events only move prices.</summary>
    public bool IsIdle => throw new NotSupportedException();

    /// <summary>Position of the symbol among the markets given, to hand to <see cref="Advance"/>.</summary>
    public int IndexOf(Symbol symbol) => throw new NotSupportedException();

    /// <summary>Sends an order; it arrives after the latency. An id that the venue has seen is not taken twice.</summary>
    /// <returns>False for an id that the venue has seen.</returns>
    public bool Submit(OrderRequest request, DateTimeOffset sentAt) => throw new NotSupportedException();

    /// <summary>Sends a cancel; it arrives after the latency, never before its order. One for an order that is over changes nothing.</summary>
    public void Cancel(string orderId, DateTimeOffset sentAt) => throw new NotSupportedException();

    /// <summary>Works through one market event, first everything that fell due before it. Events come in stream order over all symbols.</summary>
    /// <param name="market"><see cref="IndexOf"/> the batch's symbol.</param>
    /// <param name="reports">Receives what happened, in order.</param>
    public void Advance(int market, MarketBatch batch, in MarketEvent @event, List<VenueReport> reports) => throw new NotSupportedException();

    /// <summary>The same as <see cref="Advance"/> for each event of a block in turn; cheap while <see cref="IsIdle"/>.</summary>
    public void Observe(int market, MarketBatch batch, int offset, int count, List<VenueReport> reports) => throw new NotSupportedException();

    /// <summary>Time reaches an instant without a market event: fundings up to it and arrivals before it.</summary>
    public void AdvanceTo(DateTimeOffset time, List<VenueReport> reports) => throw new NotSupportedException();

    /// <returns>Null when no order of this id has arrived, or it ended longer ago than the venue remembers.</returns>
    public VenueOrder? Query(string orderId) => throw new NotSupportedException();

    /// <summary>Orders that work now, in order of arrival.</summary>
    public ImmutableArray<VenueOrder> OpenOrders(Symbol symbol) => throw new NotSupportedException();

    /// <summary>Path of the symbol's current candle: adverse to its position, or to the one that a working entry would open; when flat the extreme nearer to the open.</summary>
    public bool TakesLowFirst(int market, in CandleStepper candle) => throw new NotSupportedException();

    /// <summary>Data ended: everything in flight or working is cancelled with reason <c>end_of_data</c>.</summary>
    public void Finish(List<VenueReport> reports) => throw new NotSupportedException();

    /// <summary>After <see cref="Finish"/>: a closing order that fills at once at the last price worsened by half the assumed spread, as taker.</summary>
    public void FillAtEnd(OrderRequest close, List<VenueReport> reports) => throw new NotSupportedException();

    /// <summary>Wallet: deposits + realised − fees + funding − liquidation losses, quote units.</summary>
    public decimal Balance => throw new NotSupportedException();

    /// <summary>Balance less isolated margins and what working orders reserve.</summary>
    public decimal Available => throw new NotSupportedException();

    /// <summary>Signed position, base units.</summary>
    public decimal PositionQuantity(Symbol symbol) => throw new NotSupportedException();
}
