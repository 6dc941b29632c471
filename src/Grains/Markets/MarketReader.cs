using Microsoft.Extensions.Logging;
using Trading.Domain.MarketData;
using Trading.Grains.Storage;

namespace Trading.Grains.Markets;

/// <summary>
/// Brings one reader its events: a cursor over the shared buffer, one call in flight. A slow reader catches up in larger batches; what
/// has left the buffer by then is replaced by a gap. Nobody waits for another. Runs between the turns of its grain.
/// </summary>
/// <param name="name">Key of the grain that reads.</param>
/// <param name="next">Number of the first event for it.</param>
/// <param name="end">Events from this number on are not for it yet.</param>
/// <param name="take">Hands over a batch by the number of its first event; true when the reader lags: what it decides on is stale.</param>
internal sealed class MarketReader(
    string market, string name, RecentEvents events, long next, Func<long> end, Func<long, MarketBatch, bool, Task> take, ReaderTrouble trouble, TimeProvider time,
    ILogger logger)
{
    /// <summary>Events that may wait before the reader counts as lagging, and the most that one call brings.</summary>
    public const int EventsMax = 10_000;

    private readonly Backoff _backoff = new();
    private bool _isRunning;
    private bool _isStopped;
    private long? _lastMs;

    /// <summary>Number of the first event that the reader has not taken.</summary>
    public long Next { get; private set; } = next;

    /// <summary>Called when the reader has taken more, for those who may go no further than it.</summary>
    public Action? Taken { get; init; }

    public bool IsLagging { get; private set; }

    /// <summary>There may be something new.</summary>
    public void Wake()
    {
        NoteLag();
        if (!_isRunning && !_isStopped)
        {
            _isRunning = true;
            RunAsync().Ignore();
        }
    }

    /// <summary>Events before this number are not for the reader.</summary>
    public void Skip(long to) => Next = Math.Max(Next, to);

    public void Stop()
    {
        _isStopped = true;
        NoteLag();
    }

    private async Task RunAsync()
    {
        while (!_isStopped && events.Read(Next, end(), EventsMax) is var (first, batch))
        {
            var missed = first - Next;
            if (missed > 0)
            {
                (first, batch) = Bridge(first, batch);
            }

            NoteLag();
            try
            {
                await take(first, batch, IsLagging);
                if (missed > 0)
                {
                    trouble.Skipped(Next, missed);
                }

                Next = first + batch.Count;
                _lastMs = batch.Events[^1].TimeMs;
                _backoff.Reset();
                Taken?.Invoke();
            }
            catch (Exception failure)
            {
                var delay = _backoff.Next();
                logger.DeliveryFailed(failure, market, name, first, delay.TotalMilliseconds);
                await Task.Delay(delay, time);
            }
        }

        _isRunning = false;
        NoteLag();
    }

    private void NoteLag()
    {
        var waiting = events.Next - Next;
        if (!IsLagging && !_isStopped && waiting > EventsMax)
        {
            IsLagging = true;
            trouble.Lags(Next, waiting);
        }
        else if (IsLagging && (_isStopped || waiting <= EventsMax / 2))
        {
            IsLagging = false;
            trouble.LagEnds();
        }
    }

    /// <summary>The last missed event becomes a gap that reaches from what the reader had to what it gets now.</summary>
    private (long First, MarketBatch Batch) Bridge(long first, MarketBatch batch)
    {
        var toMs = batch.Events[0].TimeMs;
        MarketEvent[] bridged = [new() { TimeMs = toMs, Kind = MarketEventKind.Gap, Quantity = _lastMs ?? toMs, DepthIndex = -1 }, .. batch.Events];
        return (first - 1, new MarketBatch(batch.Symbol, batch.PriceScale, batch.QuantityScale, bridged, bridged.Length, batch.Depth.ToArray(), batch.DepthLevels));
    }
}
