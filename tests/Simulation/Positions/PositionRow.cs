using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Positions;

namespace Trading.Simulation.Positions;

/// <summary>A position as its grain stores it, with its protection and what is still to be told.</summary>
/// <param name="Outbox">Bookings on their way to the account, oldest first.</param>
/// <param name="Commands">Protective orders to place or cancel, oldest first.</param>
/// <param name="Names">Origin and ordinal of the protective orders by id.</param>
/// <param name="LastSequences">Last outbox entry seen of the orders that the position follows.</param>
internal sealed record PositionRow(
    Position Position,
    Protection Protection,
    ImmutableArray<PositionNews> Outbox,
    ImmutableArray<PositionCommand> Commands,
    long Sequence,
    ImmutableDictionary<string, (string Origin, int Ordinal)> Names,
    ImmutableDictionary<string, long> LastSequences)
{
    /// <summary>What comparisons with the exchange have left.</summary>
    public Reconciliation Reconciliation { get; init; } = Reconciliation.None;
}

internal sealed record PositionNews(long Sequence, PositionBooking Booking);

/// <param name="Place">The order to place; null for a cancel.</param>
internal sealed record PositionCommand(long Sequence, string OrderId, OrderRequest? Place);
