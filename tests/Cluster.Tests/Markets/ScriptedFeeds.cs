using System.Collections.Concurrent;
using System.Threading.Channels;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;

namespace Trading.Cluster.Tests.Markets;

/// <summary>A feed that brings what a test says, and nothing else.</summary>
internal sealed class ScriptedFeeds : IMarketFeeds
{
    private readonly ConcurrentDictionary<Symbol, Channel<MarketBatch>> _bringing = new();

    public Task<FeedMarket?> DescribeAsync(string feed, Symbol symbol, CancellationToken cancellation) => Task.FromResult<FeedMarket?>(
        new FeedMarket(Instrument.WithDefaults(symbol, "scripted", 0.1m, 0.001m), 1, 3, HasTrades: true, HasBook: false, HasMark: false, HasFunding: false, 100m));

    public IMarketFeed Open(FeedRequest request) => new Feed(Of(request.Symbol));

    /// <summary>Trades at one price, all of one instant, in one batch.</summary>
    public static MarketBatch Trades(Symbol symbol, int count, DateTimeOffset at)
    {
        var one = new MarketEvent { TimeMs = at.ToUnixTimeMilliseconds(), Kind = MarketEventKind.Trade, Price = 1_000, Quantity = 1_000, DepthIndex = -1 };
        return new MarketBatch(symbol, 1, 3, [.. Enumerable.Repeat(one, count)], count);
    }

    public void Bring(MarketBatch batch) => Assert.True(Of(batch.Symbol).Writer.TryWrite(batch));

    private Channel<MarketBatch> Of(Symbol symbol) => _bringing.GetOrAdd(symbol, _ => Channel.CreateUnbounded<MarketBatch>());

    private sealed class Feed(Channel<MarketBatch> bringing) : IMarketFeed
    {
        public async IAsyncEnumerable<FeedBatch> ReadAsync(
            TimeSpan past, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var batch in bringing.Reader.ReadAllAsync(cancellation))
            {
                yield return new FeedBatch(batch, IsPast: false);
            }
        }
    }
}
