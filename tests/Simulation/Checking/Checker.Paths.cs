namespace Trading.Simulation.Checking;

internal sealed partial class Checker
{
    // Spec: orders, Vocabulary and Submission protocol. What a venue says is believed in every live state.
    private static readonly Dictionary<string, string[]> Paths = new(StringComparer.Ordinal)
    {
        [""] = ["PendingNew", "Rejected", "NotPlaced"],
        ["PendingNew"] = ["Submitting", "NotPlaced", "New", "PartiallyFilled", "Filled", "Canceled", "Expired", "Rejected"],
        ["Submitting"] = ["PendingNew", "Unknown", "New", "PartiallyFilled", "PendingCancel", "Filled", "Canceled", "Expired", "Rejected", "NotPlaced"],
        ["Unknown"] = ["PendingNew", "Submitting", "New", "PartiallyFilled", "PendingCancel", "Filled", "Canceled", "Expired", "Rejected", "NotPlaced"],
        ["New"] = ["PartiallyFilled", "PendingCancel", "Filled", "Canceled", "Expired", "Rejected"],
        ["PartiallyFilled"] = ["PendingCancel", "Filled", "Canceled", "Expired"],
        ["PendingCancel"] = ["Filled", "Canceled", "Expired", "Rejected", "NotPlaced"],
    };

    /// <summary>5 Each history is a path of the state machine, and has no hole.</summary>
    private void CheckPaths()
    {
        var now = new Dictionary<string, (long Sequence, string Status)>(StringComparer.Ordinal);
        foreach (var line in evidence.Journal)
        {
            var (sequence, status) = now.GetValueOrDefault(line.Order, (0, ""));
            if (line.Status != status && !(Paths.TryGetValue(status, out var next) && next.Contains(line.Status, StringComparer.Ordinal)))
            {
                Report($"5 {line.Order}: no path from {status} to {line.Status} by {line.Event}");
            }

            now[line.Order] = (line.Sequence, line.Status);
        }

        foreach (var order in evidence.Orders)
        {
            if (now.GetValueOrDefault(order.Order).Status is var journaled && journaled != order.Status)
            {
                Report($"5 {order.Order} is {order.Status}, the journal ends with {journaled ?? "nothing"}");
            }

            if (order.Corrections.Length > 0 && evidence.Deaths == 0 && evidence.Alerts.Count(alert => alert.Order == order.Order) < order.Corrections.Length)
            {
                Report($"5 {order.Order} was corrected and nobody was told");
            }
        }
    }

    /// <summary>8 At most one intent per signal: ids are never reused, and one order works at a time per purpose, a stop being replaced excepted.</summary>
    private void CheckIntents()
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in evidence.Client)
        {
            if (line is { Kind: "asked", Origin: "trader" } && !asked.Add(line.Subject))
            {
                Report($"8 {line.Subject} was made for two intents");
            }
        }

        CheckWorkingTogether();
    }

    private void CheckWorkingTogether()
    {
        var working = new Dictionary<string, int>(StringComparer.Ordinal);
        var origins = evidence.Client.Where(line => line.Kind == "asked" && line.Origin.StartsWith("pos:", StringComparison.Ordinal))
            .GroupBy(line => line.Subject, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Origin, StringComparer.Ordinal);
        var lies = evidence.Creates.Where(create => create.IsLie).Select(create => create.Order).ToHashSet(StringComparer.Ordinal);
        var changes = evidence.Creates.Where(create => create.IsTaken)
            .Select(create => (create.AtMs, Change: 1, create.Order))
            .Concat(VenueEnds().Select(end => (end.AtMs, Change: -1, end.Order)))
            .OrderBy(change => change.AtMs).ThenBy(change => change.Change);
        foreach (var (atMs, change, order) in changes)
        {
            if (!origins.TryGetValue(order, out var origin) || lies.Contains(order))
            {
                continue;
            }

            working[origin] = working.GetValueOrDefault(origin) + change;
            if (working[origin] > 2)
            {
                Report($"8 {working[origin]} orders work for {origin} at {atMs}");
            }
        }
    }

    private IEnumerable<(long AtMs, string Order)> VenueEnds()
    {
        var left = evidence.Creates.Where(create => create.IsTaken).GroupBy(create => create.Order, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Quantity, StringComparer.Ordinal);
        foreach (var line in evidence.Venue)
        {
            if (line.Kind == "canceled")
            {
                yield return (line.AtMs, line.Order);
            }
            else if (line.Kind == "fill" && left.TryGetValue(line.Order, out var leaves))
            {
                left[line.Order] = leaves - line.Quantity;
                if (left[line.Order] == 0m)
                {
                    yield return (line.AtMs, line.Order);
                }
            }
        }
    }

    /// <summary>9 No entry after a stop was acknowledged, until the next start.</summary>
    private void CheckStops()
    {
        var spans = new List<(long From, long To)>();
        long? stoppedAt = null;
        foreach (var line in evidence.Client)
        {
            if (line.Kind == "stopped")
            {
                stoppedAt = line.AtMs;
            }
            else if (line.Kind == "started" && stoppedAt is { } from)
            {
                spans.Add((from, line.AtMs));
                stoppedAt = null;
            }
        }

        if (stoppedAt is { } last)
        {
            spans.Add((last, long.MaxValue));
        }

        foreach (var create in evidence.Creates.Where(create => create.Purpose == "Entry"))
        {
            if (spans.Any(span => create.DecidedAtMs > span.From && create.DecidedAtMs < span.To))
            {
                Report($"9 {create.Order}, an entry, was sent at {create.DecidedAtMs} after a stop was acknowledged");
            }
        }
    }

    /// <summary>Nothing is left over: reminders, timers, outboxes, holds.</summary>
    private void CheckRest()
    {
        if (evidence.RemindersLeft > 0)
        {
            Report($"R {evidence.RemindersLeft} reminders of orders that are over");
        }

        if (evidence.HeldSymbols > 0 || evidence.OpenSessions > 0)
        {
            Report($"R {evidence.HeldSymbols} symbols are held and {evidence.OpenSessions} gates open when all is over");
        }

        foreach (var order in evidence.Orders.Where(order => order.OutboxLength > 0))
        {
            Report($"R {order.Order} has {order.OutboxLength} entries that nobody acknowledged");
        }

        foreach (var position in evidence.Positions.Where(position => position.OutboxLength > 0 || position.ProtectiveOrders > 0))
        {
            Report($"R {position.Symbol}: {position.OutboxLength} bookings and {position.ProtectiveOrders} protective orders left");
        }

        if (evidence.Orders.Any(order => order.IsRetired))
        {
            var isForgotten = evidence.Orders.All(order => order.IsRetired) && evidence.RememberedOrders == 0
                && evidence.Positions.All(position => position.RememberedOrders == 0);
            if (!isForgotten)
            {
                Report(
                    $"R a day later {evidence.Orders.Count(order => !order.IsRetired)} orders have not retired, the account remembers {evidence.RememberedOrders}, "
                    + $"the positions {evidence.Positions.Sum(position => position.RememberedOrders)}");
            }
        }
    }
}
