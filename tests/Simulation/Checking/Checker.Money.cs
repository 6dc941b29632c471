namespace Trading.Simulation.Checking;

internal sealed partial class Checker
{
    /// <summary>6 Balance is the sum of the ledger, equity is balance when flat, and nothing is reserved then.</summary>
    private void CheckMoney()
    {
        var sum = 0m;
        var sequence = 0L;
        var trades = new HashSet<(string Kind, string Trade)>();
        foreach (var line in evidence.Ledger)
        {
            sum += line.Amount;
            if (line.Sequence != ++sequence || line.Balance != sum)
            {
                Report($"6 ledger line {line.Sequence} stands at {line.Balance}, the sum so far is {sum}");
            }
        }

        if (evidence.Balance != sum)
        {
            Report($"6 balance {evidence.Balance}, ledger {sum}");
        }

        var isFlat = evidence.Positions.All(position => position.Quantity == 0m);
        if (isFlat && evidence.Reservations > 0)
        {
            Report($"6 {evidence.Reservations} reservations when flat");
        }

        if (isFlat && evidence.Equity != evidence.Balance)
        {
            Report($"6 equity {evidence.Equity} when flat, balance {evidence.Balance}");
        }

        if (isFlat && evidence.Balance != evidence.VenueBalance)
        {
            Report($"6 balance {evidence.Balance}, wallet at the venue {evidence.VenueBalance}");
        }

        // What somebody did by hand is booked as it was done there, its fee included; only where no execution was listed a price had to be guessed.
        var fees = evidence.Ledger.Where(line => line.Kind == "Fee").Sum(line => line.Amount);
        var byHand = evidence.Venue.Where(line => line.Kind == "fill" && line.Order.StartsWith("hand-", StringComparison.Ordinal)).Sum(line => line.Amount);
        if (!evidence.HasGuessed && fees != -evidence.Orders.Sum(order => order.Fees) - byHand)
        {
            Report($"6 fees of {fees} booked, the orders paid {evidence.Orders.Sum(order => order.Fees)}, by hand {byHand}");
        }

        if (!evidence.MoneyMayDiffer && evidence.Ledger.Any(line => line.Kind == "Correction"))
        {
            Report("6 the balance was corrected, though everything that happened at the venue is known");
        }
    }

    /// <summary>
    /// 7 No approval beyond a limit, everything in flight counted. Recomputed from approvals, the venue's fills and ends: an
    /// order counts as in flight from its approval until the venue has ended it or it was never taken.
    /// </summary>
    private void CheckLimits()
    {
        const decimal positionPct = 100m;
        const decimal orderPct = 50m;

        foreach (var approval in evidence.Approvals)
        {
            if (approval.Quantity * approval.Mark * 100m > orderPct * approval.Equity * 1.06m)
            {
                Report($"7 {approval.Order}: notional {approval.Quantity * approval.Mark} at an equity of {approval.Equity}");
            }

            if (approval.Worse * approval.Mark * 100m > positionPct * approval.Equity)
            {
                Report($"7 {approval.Order}: the position could become {approval.Worse} at an equity of {approval.Equity}");
            }
        }

        CheckInFlight(positionPct);
    }

    /// <summary>The worst that the venue could make of what was approved and not over there.</summary>
    private void CheckInFlight(decimal positionPct)
    {
        var approvals = evidence.Approvals.ToDictionary(approval => approval.Order, StringComparer.Ordinal);
        var ends = VenueEnds().GroupBy(end => end.Order, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Max(end => end.AtMs), StringComparer.Ordinal);
        var taken = evidence.Creates.Where(create => create.IsTaken).Select(create => create.Order).ToHashSet(StringComparer.Ordinal);
        var isUntouched = !evidence.Venue.Any(line => line.Kind == "liquidation" || line.Order.StartsWith("hand-", StringComparison.Ordinal));
        if (!isUntouched)
        {
            return;
        }

        foreach (var approval in evidence.Approvals)
        {
            // Reducing orders in flight only shrink; the position is what the venue had filled by then.
            var symbols = _orders.Values.Where(order => order.Symbol == approval.Symbol).Select(order => order.Order).ToHashSet(StringComparer.Ordinal);
            var held = evidence.Venue.TakeWhile(line => line.AtMs <= approval.AtMs)
                .Where(line => line.Kind == "fill" && symbols.Contains(line.Order))
                .Sum(line => _orders[line.Order].Side == "Buy" ? line.Quantity : -line.Quantity);
            var open = approvals.Values
                .Where(other => other.Symbol == approval.Symbol && other.AtMs <= approval.AtMs && taken.Contains(other.Order)
                    && ends.GetValueOrDefault(other.Order, long.MaxValue) > approval.AtMs)
                .ToList();
            decimal Leaves(string side) => open.Where(other => other.Side == side).Sum(other => other.Quantity)
                - evidence.Venue.TakeWhile(line => line.AtMs <= approval.AtMs).Where(line => line.Kind == "fill" && open.Any(other => other.Order == line.Order && other.Side == side)).Sum(line => line.Quantity);
            var worse = Math.Max(Math.Abs(held + Leaves("Buy")), Math.Abs(held - Leaves("Sell")));

            // A reducing fill that the account has not heard of yet may leave less than it counted, never more.
            if (worse * approval.Mark * 100m > positionPct * approval.Equity && worse > approval.Worse)
            {
                Report($"7 {approval.Order}: with what was in flight the position could become {worse}, the account counted {approval.Worse}");
            }
        }
    }
}
