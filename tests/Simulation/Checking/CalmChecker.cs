using Trading.Simulation.Evidence;

namespace Trading.Simulation.Checking;

/// <summary>What must hold besides when nothing goes wrong at all: no detours, no alarms, and no more writes than the bound.</summary>
internal static class CalmChecker
{
    private const int WritesMax = 8;
    private const long PrecisionMs = 1_500;

    /// <param name="renewalMs">From acceptance until a trigger order's renewal is due; null for never.</param>
    public static IReadOnlyList<string> Check(EvidenceLog evidence, long? renewalMs = null)
    {
        var violations = new List<string>();
        if (evidence.Inquiries > 0)
        {
            violations.Add($"C {evidence.Inquiries} reservations were asked after");
        }

        if (evidence.Alerts.Count > 0)
        {
            violations.Add($"C {evidence.Alerts.Count} alerts, such as {evidence.Alerts[0]}");
        }

        if (evidence.StrayTicks > 0)
        {
            violations.Add($"C {evidence.StrayTicks} timers woke orders that were over");
        }

        if (evidence.Client.FirstOrDefault(line => line.Kind is "failed" or "conflict" or "gone") is { } unhappy)
        {
            violations.Add($"C {unhappy}");
        }

        var sent = evidence.Creates.Select(create => create.Order).ToHashSet(StringComparer.Ordinal);
        foreach (var order in evidence.Orders)
        {
            // A protective order that is not wanted any more before it was sent never is.
            var isUnwanted = order is { Status: "NotPlaced", Reason: "not_sent", Purpose: "Stop" or "Target" };
            if (!isUnwanted && (order.Status == "NotPlaced" || (order.Status != "Rejected" && !sent.Contains(order.Order))))
            {
                violations.Add($"C {order.Order} is {order.Status} ({order.Reason}) and never reached the venue");
            }

            // The bound is for the plain path: one fill, or a cancel of what was not filled.
            var steps = order.TradeIds.Length + (order.Status is "Canceled" or "Expired" ? 1 : 0);
            if (renewalMs is null && steps <= 1 && order.Writes > WritesMax)
            {
                violations.Add($"C {order.Order} took {order.Writes} writes");
            }
        }

        CheckDeadlines(evidence, violations);
        if (renewalMs is { } due)
        {
            CheckRenewals(evidence, due, violations);
        }

        return violations;
    }

    private static void CheckDeadlines(EvidenceLog evidence, List<string> violations)
    {
        var ends = evidence.Ends.ToDictionary(end => end.Order, end => end.AtMs, StringComparer.Ordinal);
        foreach (var order in evidence.Orders)
        {
            if (order.DeadlineAtMs is { } deadline && ends.TryGetValue(order.Order, out var endedAt) && endedAt > deadline + PrecisionMs)
            {
                violations.Add($"C {order.Order} ended {endedAt - deadline} ms past its deadline");
            }
        }
    }

    private static void CheckRenewals(EvidenceLog evidence, long due, List<string> violations)
    {
        var renewed = evidence.Journal.Where(line => line.Event == "OrderRenewalDue").Select(line => line.Order).ToHashSet(StringComparer.Ordinal);
        var ends = evidence.Ends.ToDictionary(end => end.Order, end => end.AtMs, StringComparer.Ordinal);
        foreach (var create in evidence.Creates.Where(create => create is { IsTaken: true, Purpose: "Stop" or "Target" }))
        {
            if (ends.TryGetValue(create.Order, out var endedAt) && endedAt > create.AtMs + due + PrecisionMs && !renewed.Contains(create.Order))
            {
                violations.Add($"C {create.Order} rested for {endedAt - create.AtMs} ms and was never to be renewed");
            }
        }
    }
}
