using Trading.Domain.Orders;
using Trading.Simulation.Accounts;
using Trading.Simulation.Evidence;
using Trading.Simulation.Positions;

namespace Trading.Simulation;

/// <summary>Writes down what the service answers at the end, as plain lines: from here on the checker knows no type of the platform.</summary>
internal static class EvidenceGathering
{
    public static void Gather(World world)
    {
        var evidence = world.Evidence;
        foreach (var order in world.Storage.All<Order>())
        {
            evidence.Orders.Add(AnswerOf(world, order));
        }

        foreach (var symbol in world.Symbols)
        {
            evidence.VenuePositions[symbol.Value] = world.Exchange.PositionOf(symbol);
            var row = world.Storage.Peek<PositionRow>(world.PositionKey(symbol)) ?? world.NewPosition("", symbol);
            evidence.Positions.Add(new PositionAnswer(
                symbol.Value, row.Position.Quantity, row.Position.Cost, row.Outbox.Length,
                row.Protection.Stop.Orders.Length + row.Protection.Target.Orders.Length, row.Position.Seen.LastSequences.Count, row.Position.TotalFees));
        }

        var account = world.AccountRow;
        evidence.Balance = account.Account.Balance;
        evidence.Equity = account.Account.Equity;
        evidence.Reservations = account.Account.Reservations.Length;
        evidence.HeldSymbols = account.Account.Symbols.Count(symbol => symbol.Holder.Length > 0);
        evidence.OpenSessions = account.Account.OpenSessions.Length;
        evidence.RememberedOrders = account.LastSequences.Count;
        evidence.VenueBalance = world.Exchange.Balance;
        evidence.Ledger.AddRange(Chain<Domain.Accounts.LedgerEntry>.OldestFirst(account.Lines).Select(line =>
            new LedgerLine(line.Sequence, line.Kind.ToString(), line.Amount, line.Balance, line.OrderId, line.TradeId)));
        evidence.Approvals.AddRange(Chain<ApprovalLine>.OldestFirst(account.Approvals));
        evidence.RemindersLeft = world.Reminders.Count;
    }

    private static OrderAnswer AnswerOf(World world, Order order)
    {
        var request = order.Request;
        return new OrderAnswer(
            order.Id, order.Status.ToString(), order.Reason, request.Symbol.Value, request.Side.ToString(), request.Type.ToString(), request.Quantity,
            request.Price, request.StopPrice, request.ReduceOnly, request.Purpose.ToString(), order.FilledQuantity, order.Fees,
            [.. order.Fills.Select(fill => fill.TradeId)], [.. order.Corrections.Select(correction => correction.Kind)], order.Attempt,
            order.EndedAt is { } ended ? world.MsOf(ended) : null, order.DeadlineAt is { } deadline ? world.MsOf(deadline) : null, world.MsOf(order.PlacedAt),
            order.Outbox.Length, order.IsRetired, world.WritesOf(order.Id));
    }
}
