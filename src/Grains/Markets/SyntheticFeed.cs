using System.Runtime.CompilerServices;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Grains.Markets;

/// <summary>
/// A generated market at the pace of the clock: event time is wall time. It is the same market whoever opens it and whenever: after a
/// restart it is generated anew from its start, so it has its whole past to warm up from.
/// </summary>
internal sealed class SyntheticFeed(SyntheticScenario scenario, FeedRequest request, TimeProvider time) : IMarketFeed
{
    public const int EventsPerSecond = 20;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>Largest batch, and how much of the past is generated in one go.</summary>
    private const int CountMax = 4_096;

    public static FeedMarket Describe(Symbol symbol)
    {
        var market = new SyntheticMarket(new SyntheticSpec(symbol, SyntheticScenario.Calm, null, 1, 0));
        var instrument = SyntheticMarket.InstrumentOf(symbol);
        return new FeedMarket(
            instrument, market.PriceScale, market.QuantityScale, HasTrades: true, HasBook: true, HasMark: true, HasFunding: true,
            SyntheticMarket.StartPriceOf(symbol));
    }

    public async IAsyncEnumerable<FeedBatch> ReadAsync(TimeSpan past, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var begin = time.GetUtcNow();
        var start = request.Start ?? begin;
        var spec = new SyntheticSpec(request.Symbol, scenario, null, EventsPerSecond, request.Seed, start.ToUnixTimeMilliseconds() / 1_000 * 1_000);
        var market = new SyntheticMarket(spec);
        var fromMs = (begin - past).ToUnixTimeMilliseconds();
        var beginMs = begin.ToUnixTimeMilliseconds();

        // Others of the silo have their turns between two pieces of a long past.
        while (market.Next(CountMax, fromMs, reuseArrays: true).Count > 0)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
        }

        while (Compact(market.Next(CountMax, beginMs)) is { } old)
        {
            yield return new FeedBatch(old, IsPast: true);
        }

        while (true)
        {
            var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            while (Compact(market.Next(CountMax, nowMs, reuseArrays: true)) is { } batch)
            {
                yield return new FeedBatch(batch, IsPast: false);
            }

            await Task.Delay(Pace, time, cancellation);
        }
    }

    /// <summary>The events alone in arrays of their own size: batches are kept for minutes.</summary>
    private static MarketBatch? Compact(MarketBatch batch)
    {
        if (batch.Count == 0)
        {
            return null;
        }

        var depth = 0;
        foreach (ref readonly var market in batch.Events)
        {
            depth = market.DepthIndex < 0 ? depth : market.DepthIndex + batch.DepthLevels;
        }

        return new MarketBatch(
            batch.Symbol, batch.PriceScale, batch.QuantityScale, batch.Events.ToArray(), batch.Count, batch.Depth[..depth].ToArray(), batch.DepthLevels);
    }
}
