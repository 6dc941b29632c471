using System.Collections.Immutable;
using Trading.Backtest.Clock;
using Trading.Backtest.Feeds;
using Trading.Domain.Indicators;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Domain.Strategies.Instances;
using Trading.Exchanges.Simulated;

namespace Trading.Backtest;

/// <summary>Puts a run together from its setup.</summary>
internal static class ReplayAssembly
{
    /// <summary>Each symbol once, by name, with the indicators of all its instances.</summary>
    public static ImmutableArray<ReplaySymbol> Symbols(
        ReplaySetup setup, IMarketDataReader data, SimulatedVenue venue, CancellationToken cancellation)
    {
        var symbols = ImmutableArray.CreateBuilder<ReplaySymbol>();
        foreach (var market in setup.Markets.OrderBy(market => market.Instrument.Symbol))
        {
            var specs = setup.Strategies
                .Where(strategy => strategy.Symbols.Contains(market.Instrument.Symbol))
                .SelectMany(strategy => strategy.Compiled.Indicators)
                .Distinct()
                .ToList();
            var indicators = new IndicatorSet(market.PriceScale, market.QuantityScale, specs, mark: market.MarkSeries);
            symbols.Add(new ReplaySymbol(
                symbols.Count, PositionId(setup, market.Instrument.Symbol), market, Feed(market, data, cancellation), indicators, venue));
        }

        return symbols.ToImmutable();
    }

    /// <summary>The instances of each symbol, in session order of strategies.</summary>
    public static void Instances(ReplaySetup setup, ImmutableArray<ReplaySymbol> symbols, DateTimeOffset start)
    {
        var cell = 0;
        foreach (var strategy in setup.Strategies)
        {
            foreach (var name in strategy.Symbols)
            {
                var symbol = symbols.First(known => known.Symbol == name);
                var key = $"str-{setup.Session}:{strategy.Name}:{symbol.Symbol.KeyPart}";
                var identity = new InstanceIdentity(
                    key, symbol.Symbol, PositionId(setup, symbol.Symbol),
                    (origin, ordinal) => ClientOrderId.Create(setup.Account, setup.Session, origin, ordinal));
                var slots = strategy.Compiled.Indicators.Select(symbol.SlotOf).ToArray();
                var machine = new StrategyInstance(strategy.Compiled, identity, symbol.Market.Instrument, slots, start);
                symbol.Instances.Add(new ReplayInstance(cell++, strategy, identity, machine));
            }
        }
    }

    private static string PositionId(ReplaySetup setup, Domain.Instruments.Symbol symbol) =>
        $"pos-{setup.Account["acc-".Length..]}:{symbol.KeyPart}";

    /// <summary>Each symbol once, by name, for a floor that keeps machines elsewhere; batches stay as they are.</summary>
    public static ImmutableArray<ReplayStream> Streams(ReplaySetup setup, IMarketDataReader data, CancellationToken cancellation) =>
    [
        .. setup.Markets.OrderBy(market => market.Instrument.Symbol)
            .Select((market, index) => new ReplayStream(index, market, Feed(market, data, cancellation, isKept: true))),
    ];

    private static SymbolFeed Feed(ReplayMarket market, IMarketDataReader data, CancellationToken cancellation, bool isKept = false)
    {
        var query = new MarketQuery(market.Instrument.Symbol, ReuseArrays: !isKept, DepthOnDemand: !isKept);
        var batches = data.ReadBatches(query, cancellation);
        return market.CandleInterval is { } interval
            ? new CandleFeed(
                market.Instrument.Symbol, market.PriceScale, market.QuantityScale, (long)interval.TotalMilliseconds, batches,
                data.ReadCandles(query, cancellation))
            : new BatchFeed(batches);
    }
}
