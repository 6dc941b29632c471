using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Strategies;
using Trading.Grains.Runs;

namespace Trading.Grains.Sessions;

/// <summary>A recorded market.</summary>
internal sealed class DatasetMarket(Dataset dataset, IReplayData data) : ISessionMarket
{
    /// <summary>First prices found so far: strategies share symbols, and each costs the reading of a segment.</summary>
    private readonly Dictionary<Symbol, decimal> _prices = [];

    public Dataset Dataset => dataset;

    public string Name => $"dataset '{dataset.Name}'";

    public async Task<PreFlightFacts?> FactsOf(Symbol symbol, SessionTerms terms)
    {
        if (dataset.Find(symbol) is not { } recorded)
        {
            return null;
        }

        if (!_prices.TryGetValue(symbol, out var price))
        {
            _prices[symbol] = price = await data.FirstPriceAsync(dataset, symbol);
        }

        return new PreFlightFacts(
            recorded.Instrument,
            price,
            terms.Equity,
            terms.TakerFeeRate,
            HasTrades: recorded.Find(SeriesKind.Trades) is not null || recorded.Find(SeriesKind.Candles) is not null,
            HasBook: recorded.Find(SeriesKind.Book) is not null,
            HasMark: recorded.Find(SeriesKind.Mark) is not null,
            TimeSpan.FromMilliseconds(recorded.ToMs - recorded.FromMs),
            terms.Limits);
    }

    public ValidationError? Warn(Symbol symbol, string pointer) =>
        dataset.Find(symbol) is { } recorded ? MarkCoverage.Warn(recorded, pointer) : null;
}
