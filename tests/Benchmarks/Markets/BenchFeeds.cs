using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Benchmarks.Markets;

/// <summary>Generated markets at the pace of the clock, each event handed over at its time, at a rate that the measure sets.</summary>
/// <param name="eventsPerSecond">Of each symbol.</param>
/// <param name="pace">Between two looks at the clock.</param>
internal sealed class BenchFeeds(int eventsPerSecond, TimeSpan pace) : IMarketFeeds
{
    private readonly ConcurrentDictionary<(Symbol Symbol, long TimeMs), long> _received = new();

    /// <summary>When an event was handed over is kept, for whoever asks.</summary>
    public bool IsRemembering { get; init; }

    public Task<FeedMarket?> DescribeAsync(string feed, Symbol symbol, CancellationToken cancellation)
    {
        var market = new SyntheticMarket(new SyntheticSpec(symbol, SyntheticScenario.Calm, null, 1, 0));
        return Task.FromResult<FeedMarket?>(new FeedMarket(
            SyntheticMarket.InstrumentOf(symbol), market.PriceScale, market.QuantityScale, HasTrades: true, HasBook: true, HasMark: true, HasFunding: true,
            SyntheticMarket.StartPriceOf(symbol)));
    }

    public IMarketFeed Open(FeedRequest request) => new Feed(this, request);

    /// <returns>The stopwatch's time at which the event was handed over; null when it was not.</returns>
    public long? ReceivedAt(Symbol symbol, DateTimeOffset eventTime) =>
        _received.TryGetValue((symbol, eventTime.ToUnixTimeMilliseconds()), out var at) ? at : null;

    private void Remember(MarketBatch batch)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (ref readonly var market in batch.Events)
        {
            _received.TryAdd((batch.Symbol, market.TimeMs), now);
        }
    }

    private sealed class Feed(BenchFeeds feeds, FeedRequest request) : IMarketFeed
    {
        private const int CountMax = 64;

        public async IAsyncEnumerable<FeedBatch> ReadAsync(TimeSpan past, [EnumeratorCancellation] CancellationToken cancellation)
        {
            var startMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1_000 * 1_000;
            var market = new SyntheticMarket(new SyntheticSpec(request.Symbol, SyntheticScenario.Calm, null, feeds.EventsPerSecond, request.Seed, startMs));
            while (true)
            {
                while (Copy(market.Next(CountMax, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), reuseArrays: true)) is { } batch)
                {
                    if (feeds.IsRemembering)
                    {
                        feeds.Remember(batch);
                    }

                    yield return new FeedBatch(batch, IsPast: false);
                }

                await Task.Delay(feeds.Pace, cancellation);
            }
        }

        /// <summary>What is kept for minutes is no larger than it must be.</summary>
        private static MarketBatch? Copy(MarketBatch batch)
        {
            if (batch.Count == 0)
            {
                return null;
            }

            var depth = 0;
            foreach (ref readonly var market in batch.Events)
            {
                depth = Math.Max(depth, market.DepthIndex + (market.DepthIndex < 0 ? 0 : batch.DepthLevels));
            }

            return new MarketBatch(
                batch.Symbol, batch.PriceScale, batch.QuantityScale, batch.Events.ToArray(), batch.Count, batch.Depth[..depth].ToArray(), batch.DepthLevels);
        }
    }

    private int EventsPerSecond => eventsPerSecond;

    private TimeSpan Pace => pace;
}
