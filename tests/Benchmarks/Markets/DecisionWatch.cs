using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Trading.Domain.Orders;
using Trading.Grains.Orders;
using Trading.Grains.Strategies;

namespace Trading.Benchmarks.Markets;

/// <summary>Where the time of one decision went, each part in ms.</summary>
/// <param name="DecidedMs">From the event to the instance's write that holds the order.</param>
/// <param name="StoredMs">That write.</param>
/// <param name="JudgedMs">Until the order writes: the account's question and its write.</param>
/// <param name="PlacedMs">The order's write.</param>
internal sealed record Decision(double DecidedMs, double StoredMs, double JudgedMs, double PlacedMs)
{
    public double WholeMs => DecidedMs + StoredMs + JudgedMs + PlacedMs;
}

/// <summary>Follows decisions by what is written of them.</summary>
internal sealed class DecisionWatch(BenchFeeds feeds)
{
    private readonly ConcurrentDictionary<string, (long Received, long Decided, long Stored)> _pending = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Decision> _taken = new();

    public ImmutableArray<Decision> Taken() => [.. _taken];

    public void Clear() => _taken.Clear();

    public Action? Writing(string name, object? state)
    {
        var now = Stopwatch.GetTimestamp();
        switch (state)
        {
            // The newest message that the decision saw is the one that it was taken on: the instance's reason is still its signal's.
            case InstanceGrainState { Pending: [{ Request: var request, Market.LastMessageAt: { } at }, ..] }
                when feeds.ReceivedAt(request.Symbol, at) is { } received && _pending.TryAdd(request.Id, (received, now, 0)):
                return () => _pending[request.Id] = (received, now, Stopwatch.GetTimestamp());
            case OrderState { Order: { Status: OrderStatus.PendingNew } order } when _pending.TryRemove(order.Id, out var known):
                return () => _taken.Enqueue(new Decision(
                    Ms(known.Received, known.Decided), Ms(known.Decided, known.Stored), Ms(known.Stored, now), Ms(now, Stopwatch.GetTimestamp())));
            default:
                return null;
        }
    }

    private static double Ms(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
