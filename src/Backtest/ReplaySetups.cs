using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;

namespace Trading.Backtest;

/// <summary>A session's run from what the session pinned and what the dataset holds.</summary>
public static class ReplaySetups
{
    public static ReplaySetup Of(Session session, SessionSettings settings, Dataset dataset) =>
        Of(session, settings, settings.Symbols.Select(symbol => MarketOf(dataset.Find(symbol)!)));

    /// <param name="markets">What is replayed of each symbol.</param>
    public static ReplaySetup Of(Session session, SessionSettings settings, IEnumerable<ReplayMarket> markets) => new(
        session.Id,
        session.Account,
        settings.InitialBalance,
        (ulong)settings.Seed,
        [.. session.Strategies.Select(ReplayStrategies.Of)],
        [.. markets],
        settings.Venue,
        settings.Limits,
        settings.StopPolicy,
        settings.MaxActiveInstances)
    {
        Duration = settings.Duration,
        Interventions = [.. session.Interventions.Where(intervention => intervention.EffectiveAt is not null)],
    };

    public static ReplayMarket MarketOf(DatasetSymbol recorded)
    {
        var series = MarketSeries.None;
        foreach (var held in recorded.Series)
        {
            series |= held.Kind switch
            {
                SeriesKind.Trades => MarketSeries.Trades,
                SeriesKind.Book => MarketSeries.Book,
                SeriesKind.Mark => MarketSeries.Mark,
                SeriesKind.Funding => MarketSeries.Funding,
                SeriesKind.Candles when recorded.IsReplayedFromCandles => MarketSeries.Candles,
                _ => MarketSeries.None,
            };
        }

        var interval = recorded.IsReplayedFromCandles ? recorded.Find(SeriesKind.Candles)!.Interval : null;
        return new ReplayMarket(
            recorded.Instrument, recorded.PriceScale, recorded.QuantityScale, series,
            interval is { } candles ? TimeSpan.FromMilliseconds(candles.FixedLengthMs!.Value) : null);
    }
}
