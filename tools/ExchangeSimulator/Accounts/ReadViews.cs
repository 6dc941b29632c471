using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.ExchangeSimulator.Accounts;

/// <summary>What queries would have answered a while ago: the last seconds of each order's life, for venues whose reads lag behind.</summary>
internal sealed class ReadViews
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(11);

    private readonly Dictionary<string, List<(DateTimeOffset At, VenueOrder? View)>> _views = new(StringComparer.Ordinal);
    private readonly Queue<(DateTimeOffset At, string OrderId)> _changes = new();

    /// <summary>The order was this before anything of now happened.</summary>
    public void Seed(VenueOrder order) => _views[order.OrderId] = [(DateTimeOffset.MinValue, order)];

    /// <summary>The order is from now on what the venue says.</summary>
    public void Note(string orderId, VenueOrder? view, DateTimeOffset now)
    {
        if (!_views.TryGetValue(orderId, out var views))
        {
            // What works is never forgotten here, so this one came into being now.
            _views[orderId] = views = [(DateTimeOffset.MinValue, null)];
        }

        views.Add((now, view));
        _changes.Enqueue((now, orderId));
        Forget(now);
    }

    /// <summary>As of <paramref name="then"/>; the truth of an order that has not changed since.</summary>
    public VenueOrder? Find(string orderId, VenueOrder? truth, DateTimeOffset then) =>
        _views.TryGetValue(orderId, out var views) ? views.FindLast(view => view.At <= then).View : truth;

    /// <summary>Orders that changed lately.</summary>
    public IEnumerable<string> Changed => _views.Keys;

    private void Forget(DateTimeOffset now)
    {
        while (_changes.TryPeek(out var oldest) && oldest.At < now - Kept)
        {
            _changes.Dequeue();
            if (!_views.TryGetValue(oldest.OrderId, out var views) || views[^1].At >= now - Kept)
            {
                continue;
            }

            if (views[^1].View is { Status.IsTerminal: false } working)
            {
                Seed(working);
            }
            else
            {
                _views.Remove(oldest.OrderId);
            }
        }
    }
}
