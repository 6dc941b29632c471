using System.Collections.Immutable;

namespace Trading.Exchanges.Simulated;

/// <summary>Requests on their way, by time of arrival, equal times in the order sent.</summary>
internal sealed class Agenda
{
    private readonly List<Request> _inFlight = [];

    public bool IsEmpty => _inFlight.Count == 0;

    /// <summary>Unix ms; the end of time when nothing is on its way.</summary>
    public long NextArrivalMs => _inFlight.Count == 0 ? long.MaxValue : _inFlight[0].ArrivalMs;

    public IReadOnlyList<Request> InFlight => _inFlight;

    public void Add(Request request)
    {
        var at = _inFlight.FindIndex(other => other.ArrivalMs > request.ArrivalMs);
        _inFlight.Insert(at < 0 ? _inFlight.Count : at, request);
    }

    public Request Take()
    {
        var next = _inFlight[0];
        _inFlight.RemoveAt(0);
        return next;
    }

    /// <summary>Takes out what matches, in order.</summary>
    public List<Request> Remove(Predicate<Request> matches)
    {
        var removed = _inFlight.FindAll(matches);
        _inFlight.RemoveAll(matches);
        return removed;
    }

    public Request? FindOrder(string orderId) =>
        _inFlight.Find(request => request.Order is not null && string.Equals(request.OrderId, orderId, StringComparison.Ordinal));

    public ImmutableArray<RequestSnapshot> Snapshot() => [.. _inFlight.Select(RequestSnapshot.Of)];
}
