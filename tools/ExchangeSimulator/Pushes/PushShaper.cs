using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.ExchangeSimulator.Accounts;
using Trading.ExchangeSimulator.Faults;

namespace Trading.ExchangeSimulator.Pushes;

/// <summary>Makes of what happened what one account is told: by itself the same in order, with faults anything but.</summary>
internal sealed class PushShaper
{
    private const int SilentMax = 10_000;

    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private readonly Queue<string> _silentOrder = new();
    private readonly Dictionary<string, List<VenueReport>> _held = new(StringComparer.Ordinal);

    /// <param name="draw">Asks for a fault of a kind befalling an order; true when it strikes, which is then written down.</param>
    /// <remarks>Asked only for accounts that somebody listens to: a fault of a push that nobody would have got is none.</remarks>
    public PushPlan Shape(IReadOnlyList<VenueReport> happened, Func<string, VenueOrder?> find, Func<string, string?, bool> draw)
    {
        var reports = happened.Where(report => OrderIds.Of(report) is not { } id || !_silent.Contains(id)).ToList();
        foreach (var id in reports.Select(OrderIds.Of).OfType<string>().Distinct(StringComparer.Ordinal).ToList())
        {
            Silence(id, reports, find, draw);
            SwapAcknowledgement(id, reports, draw);
            ReleaseHeld(id, reports, draw);
            HoldBack(id, reports, find, draw);
        }

        if (reports.Count > 1 && draw(FaultKinds.Reordered, OrderIds.Of(reports[^1])))
        {
            reports.Reverse();
        }

        if (reports.Count > 0 && draw(FaultKinds.Duplicated, OrderIds.Of(reports[0])))
        {
            reports.AddRange(reports.ToList());
        }

        var fill = reports.OfType<VenueFilled>().FirstOrDefault();
        return fill is not null && draw(FaultKinds.PushDropped, fill.OrderId) ? new([], true) : new(reports, false);
    }

    /// <summary>After a first part the order is never spoken of again.</summary>
    private void Silence(string id, List<VenueReport> reports, Func<string, VenueOrder?> find, Func<string, string?, bool> draw)
    {
        var first = reports.FindIndex(report => report is VenueFilled && OrderIds.Of(report) == id);
        if (first < 0)
        {
            return;
        }

        var hasMore = reports.FindLastIndex(report => OrderIds.Of(report) == id) > first || find(id)?.Status is OrderStatus.PartiallyFilled;
        if (!hasMore || !draw(FaultKinds.PartialThenSilence, id))
        {
            return;
        }

        for (var i = reports.Count - 1; i > first; i--)
        {
            if (OrderIds.Of(reports[i]) == id)
            {
                reports.RemoveAt(i);
            }
        }

        _held.Remove(id);
        _silent.Add(id);
        _silentOrder.Enqueue(id);
        if (_silentOrder.Count > SilentMax)
        {
            _silent.Remove(_silentOrder.Dequeue());
        }
    }

    private static void SwapAcknowledgement(string id, List<VenueReport> reports, Func<string, string?, bool> draw)
    {
        var accepted = reports.FindIndex(report => report is VenueAccepted && OrderIds.Of(report) == id);
        var filled = accepted < 0 ? -1 : reports.FindIndex(accepted, report => report is VenueFilled && OrderIds.Of(report) == id);
        if (filled > accepted && draw(FaultKinds.FillBeforeAck, id))
        {
            Move(reports, accepted, filled);
        }
    }

    /// <summary>A fill held back comes behind the order's end: its cancel, or its last fill.</summary>
    private void ReleaseHeld(string id, List<VenueReport> reports, Func<string, string?, bool> draw)
    {
        var end = reports.FindLastIndex(report => OrderIds.Of(report) == id && report is VenueCanceled or VenueFilled);
        if (end >= 0 && _held.Remove(id, out var held))
        {
            reports.InsertRange(end + 1, held);
        }

        var canceled = reports.FindIndex(report => report is VenueCanceled && OrderIds.Of(report) == id);
        var filled = canceled < 0 ? -1 : reports.FindLastIndex(canceled, report => report is VenueFilled && OrderIds.Of(report) == id);
        if (filled >= 0 && draw(FaultKinds.FillAfterCancel, id))
        {
            Move(reports, filled, canceled);
        }
    }

    /// <summary>A part of an order that works on is told only later.</summary>
    private void HoldBack(string id, List<VenueReport> reports, Func<string, VenueOrder?> find, Func<string, string?, bool> draw)
    {
        var filled = reports.FindLastIndex(report => report is VenueFilled && OrderIds.Of(report) == id);
        if (filled >= 0 && !_silent.Contains(id) && find(id)?.Status is OrderStatus.PartiallyFilled && draw(FaultKinds.FillAfterCancel, id))
        {
            _held[id] = [reports[filled]];
            reports.RemoveAt(filled);
        }
    }

    /// <summary>Takes the report at one place to just behind another.</summary>
    private static void Move(List<VenueReport> reports, int from, int behind)
    {
        var moved = reports[from];
        reports.RemoveAt(from);
        reports.Insert(behind, moved);
    }
}
