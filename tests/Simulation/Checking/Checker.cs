using Trading.Simulation.Evidence;

namespace Trading.Simulation.Checking;

/// <summary>
/// The invariants of spec/orders.md, judged from the venue's ledger, the client's log and the service's answers alone. It
/// shares no code with the platform: every rule is written here once more.
/// </summary>
internal sealed partial class Checker(EvidenceLog evidence)
{
    private const long GraceMs = 15_000;
    private const int TooMany = 20;

    private readonly List<string> _violations = [];
    private readonly Dictionary<string, OrderAnswer> _orders = evidence.Orders.ToDictionary(order => order.Order, StringComparer.Ordinal);

    public IReadOnlyList<string> Check()
    {
        foreach (var exception in evidence.Exceptions)
        {
            Report($"0 the service threw: {exception}");
        }

        CheckAcknowledged();
        CheckSends();
        CheckFills();
        CheckEnds();
        CheckPaths();
        CheckMoney();
        CheckLimits();
        CheckIntents();
        CheckStops();
        CheckRest();
        return _violations;
    }

    private void Report(string violation)
    {
        if (_violations.Count < TooMany)
        {
            _violations.Add(violation);
        }
    }

    /// <summary>1 An order answered 2xx exists afterwards with the same parameters, and every call was answered in the end.</summary>
    private void CheckAcknowledged()
    {
        var answered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in evidence.Client)
        {
            if (line.Kind is "accepted" or "refused" or "gone")
            {
                answered.Add(line.Subject);
            }

            if (line.Kind is not ("accepted" or "refused"))
            {
                continue;
            }

            if (!_orders.TryGetValue(line.Subject, out var order))
            {
                Report($"1 {line.Subject} was answered 2xx at {line.AtMs} and is lost");
            }
            else if ((order.Symbol, order.Side, order.Type, order.Quantity, order.Price, order.ReduceOnly) != (line.Symbol, line.Side, line.Type, line.Quantity, line.Price, line.ReduceOnly))
            {
                Report($"1 {line.Subject} was answered 2xx at {line.AtMs} and has other parameters now");
            }
            else if (line.Kind == "refused" && order.Status != "Rejected" && order.Attempts > 0)
            {
                Report($"1 {line.Subject} was refused and yet sent");
            }
        }

        foreach (var line in evidence.Client)
        {
            if (line is { Kind: "asked", Origin: "trader" } && !answered.Contains(line.Subject))
            {
                Report($"1 {line.Subject} was asked for at {line.AtMs} and never answered");
            }

            if (line.Kind == "conflict")
            {
                Report($"1 {line.Subject} met another request under its id");
            }
        }
    }

    /// <summary>2 At most one exchange order for each intent, none without one; and never two requests of one intent that the venue would both have taken.</summary>
    private void CheckSends()
    {
        var asked = evidence.Client.Where(line => line.Kind == "asked").Select(line => line.Subject).ToHashSet(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var alive = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var create in evidence.Creates)
        {
            if (!asked.Contains(create.Order))
            {
                Report($"2 {create.Order} reached the venue at {create.AtMs} and nobody asked for it");
            }

            if (create.IsTaken && !taken.Add(create.Order))
            {
                Report($"2 {create.Order} is two orders at the venue");
            }

            // One that the venue knows already was in time: whoever sends anew must have waited until no earlier one can be.
            if (create.IsTaken || create.Reason == "exchange:2042")
            {
                if (alive.TryGetValue(create.Order, out var attempt) && attempt != create.Attempt)
                {
                    Report($"2 {create.Order}: attempt {create.Attempt} at {create.AtMs} though attempt {attempt} lives at the venue");
                }

                alive.TryAdd(create.Order, create.Attempt);
            }

            if (!create.ReduceOnly && create.Attempt > 1)
            {
                Report($"2 {create.Order} is an entry and was sent again");
            }

            if (_orders.TryGetValue(create.Order, out var order))
            {
                if ((order.Symbol, order.Side, order.Type, order.Quantity, order.Price, order.StopPrice, order.ReduceOnly)
                    != (create.Symbol, create.Side, create.Type, create.Quantity, create.Price, create.StopPrice, create.ReduceOnly))
                {
                    Report($"2 {create.Order} was sent with parameters that it does not have");
                }

                if (create.IsTaken && order.Status is "NotPlaced" or "Rejected")
                {
                    CheckRevenant(create, order);
                }
            }
            else
            {
                Report($"2 {create.Order} reached the venue and the service does not know it");
            }
        }
    }

    /// <summary>
    /// Declared dead while it lived: allowed only where the venue itself had said no, and then a person is told. An alert is no
    /// part of what is stored, so one may be lost with the process that raises it; the journal has the step all the same.
    /// </summary>
    private void CheckRevenant(CreateLine create, OrderAnswer order)
    {
        if (!create.IsTaken)
        {
            return;
        }

        if (!create.IsLie)
        {
            Report($"2 {create.Order} is {order.Status} ({order.Reason}) here and was taken by the venue at {create.AtMs}");
        }
        else if (evidence.Deaths == 0 && !evidence.Alerts.Any(alert => alert.Order == create.Order))
        {
            Report($"2 {create.Order} was refused by a venue that took it, and nobody was told");
        }
    }

    /// <summary>3 Σ exchange fills = Σ service fills = position.</summary>
    private void CheckFills()
    {
        var fills = evidence.Venue.Where(line => line.Kind == "fill" && !line.Order.StartsWith("hand-", StringComparison.Ordinal)).ToLookup(line => line.Order, StringComparer.Ordinal);
        foreach (var order in evidence.Orders)
        {
            var there = fills[order.Order].ToList();
            if (there.Sum(fill => fill.Quantity) != order.Filled || there.Sum(fill => fill.Amount) != order.Fees)
            {
                Report($"3 {order.Order}: the venue filled {there.Sum(fill => fill.Quantity)}, the service has {order.Filled}");
            }

            if (!there.Select(fill => fill.Detail!).Order(StringComparer.Ordinal).SequenceEqual(order.TradeIds.Order(StringComparer.Ordinal), StringComparer.Ordinal))
            {
                Report($"3 {order.Order}: its trades are not the venue's");
            }
        }

        foreach (var group in fills)
        {
            if (!_orders.ContainsKey(group.Key))
            {
                Report($"3 {group.Key} was filled and the service does not know it");
            }
        }

        foreach (var position in evidence.Positions)
        {
            if (position.Quantity != evidence.VenuePositions[position.Symbol])
            {
                Report($"3 {position.Symbol}: {position.Quantity} here, {evidence.VenuePositions[position.Symbol]} at the venue");
            }

            var isUntouched = evidence.Corrections.Count == 0
                && !evidence.Venue.Any(line => line.Kind == "liquidation" || line.Order.StartsWith("hand-", StringComparison.Ordinal));
            var signed = evidence.Orders.Where(order => order.Symbol == position.Symbol).Sum(order => order.Side == "Buy" ? order.Filled : -order.Filled);
            if (isUntouched && signed != position.Quantity)
            {
                Report($"3 {position.Symbol}: the orders' fills make {signed}, the position is {position.Quantity}");
            }
        }
    }

    /// <summary>4 Terminal within the bound: the deadline and 15 s, once all faults are over.</summary>
    private void CheckEnds()
    {
        var ends = evidence.Ends.ToDictionary(end => end.Order, end => end.AtMs, StringComparer.Ordinal);
        foreach (var order in evidence.Orders)
        {
            if (!ends.TryGetValue(order.Order, out var endedAt))
            {
                Report($"4 {order.Order} is {order.Status} and never ended ({order.Purpose} {order.Type})");
            }
            else if (order.DeadlineAtMs is { } deadline && endedAt > Math.Max(deadline, evidence.FaultsEndedAtMs) + GraceMs)
            {
                Report($"4 {order.Order} ended {endedAt - Math.Max(deadline, evidence.FaultsEndedAtMs)} ms past its deadline and the faults");
            }
        }

        if (evidence.QuietAtMs is null)
        {
            Report("4 the run never came to rest");
        }
    }
}
