using System.Collections.Immutable;
using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.Strategies;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Grains.Sessions;

/// <summary>A live or synthetic feed.</summary>
internal sealed class FeedSource(string feed, IMarketFeeds feeds) : ISessionMarket
{
    private readonly Dictionary<Symbol, FeedMarket?> _markets = [];

    public string Name => $"feed '{feed}'";

    /// <summary>Every symbol that was asked for and is there.</summary>
    public ImmutableArray<VenueOpeningMarket> Markets =>
    [
        .. _markets.OrderBy(known => known.Key).Select(known => known.Value).OfType<FeedMarket>().Select(market => new VenueOpeningMarket(
            market.Instrument, market.PriceScale, market.QuantityScale, market.HasTrades, market.HasBook, market.HasMark, market.HasFunding,
            CandleInterval: null)),
    ];

    public async Task<PreFlightFacts?> FactsOf(Symbol symbol, SessionTerms terms)
    {
        if (!_markets.TryGetValue(symbol, out var market))
        {
            _markets[symbol] = market = await feeds.DescribeAsync(feed, symbol, CancellationToken.None);
        }

        return market is null
            ? null
            : new PreFlightFacts(
                market.Instrument, market.Price, terms.Equity, terms.TakerFeeRate, market.HasTrades, market.HasBook, market.HasMark, Span: null, terms.Limits);
    }

    public ValidationError? Warn(Symbol symbol, string pointer) => null;
}
