using Trading.Domain.Orders;

namespace Trading.Domain.Sessions.Results;

/// <summary>
/// The report of a session that was not run in one loop, from what was written down while it ran. The same formulas as a backtest's.
/// The session's drawdown is the one that its account followed; those of its strategies and symbols are known at the points of equity only.
/// </summary>
public static class WrittenReport
{
    /// <param name="balance">Starting balance.</param>
    /// <param name="cells">Every (strategy, symbol), in session order.</param>
    /// <param name="entries">In any order.</param>
    /// <param name="drawdown">As the session's own account has followed it; null without one, and the points of equity are all there is.</param>
    /// <param name="marks">First and last mark of each symbol that had any.</param>
    public static SessionReport Of(
        decimal balance, DateTimeOffset start, DateTimeOffset end, IReadOnlyList<ResultsCell> cells, IEnumerable<ResultEntry> entries,
        Drawdown? drawdown, IEnumerable<(Instruments.Symbol Symbol, decimal First, decimal Last)> marks)
    {
        using var results = new ResultsBuilder(balance, start, cells);
        results.Start();
        var held = new decimal[cells.Count];
        foreach (var entry in entries.Where(entry => entry.At >= start && entry.At <= end).OrderBy(entry => entry.At).ThenBy(entry => entry.Rank))
        {
            Fold(results, entry, held);
        }

        foreach (var (symbol, first, last) in marks)
        {
            results.SetMarks(symbol, first, last);
        }

        if (drawdown is { } followed)
        {
            results.Follow(followed);
        }

        return results.Finish(end);
    }

    private static void Fold(ResultsBuilder results, ResultEntry entry, decimal[] held)
    {
        switch (entry)
        {
            case FillEntry { Fill: var fill }:
                results.OnFill(fill);
                held[fill.Cell] += fill.Side.Sign * fill.Quantity;
                results.OnPosition(fill.Cell, held[fill.Cell] != 0m, fill.At);
                break;
            case FundingEntry { Funding: var funding }:
                results.OnFunding(funding);
                break;
            case CashFlowEntry flow:
                results.OnCashFlow(flow.Amount, flow.At);
                break;
            case TripEntry trip:
                results.OnRoundTrip(trip.Cell, trip.Net, trip.Duration);
                break;
            case OrderEntry order:
                results.OnOrder(order.Order, order.At);
                break;
            case EquityEntry equity:
                results.Evaluate(equity.At, equity.Cause, equity.Balance, Shares(equity.Equity - equity.Balance, held));
                break;
            default:
                throw new InvariantException($"A report has no {entry.GetType().Name}.");
        }
    }

    /// <summary>Unrealised P&amp;L was written down for the account as a whole: cells that hold something share it. Exact while one does.</summary>
    private static decimal[] Shares(decimal unrealized, decimal[] held)
    {
        var shares = new decimal[held.Length];
        var open = held.Count(quantity => quantity != 0m);
        var left = unrealized;
        for (var cell = 0; cell < held.Length; cell++)
        {
            if (held[cell] != 0m)
            {
                shares[cell] = --open == 0 ? left : decimal.Round(unrealized / (open + 1 + shares.Count(share => share != 0m)), 12);
                left -= shares[cell];
            }
        }

        if (left != 0m && held.Length > 0)
        {
            // Nothing is held as far as fills were written down: the account is ahead of them by a moment.
            shares[0] += left;
        }

        return shares;
    }
}
