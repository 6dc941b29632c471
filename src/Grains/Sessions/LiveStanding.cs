using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain.Instruments;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Abstractions.Strategies;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Grains.Sessions;

/// <summary>Where the instances and markets of a session that goes on with the clock stand, in session order.</summary>
/// <param name="Markets">A view is null before the market's first subscription.</param>
internal sealed record LiveStanding(ImmutableArray<RunningInstance> Instances, ImmutableArray<(Symbol Symbol, MarketView? View)> Markets)
{
    /// <summary>Instances that did not say where they stand.</summary>
    public ImmutableArray<string> Silent { get; init; } = [];

    /// <summary>Market events of all symbols since their feeds began.</summary>
    public long Events => Markets.Sum(market => market.View?.Events ?? 0);

    /// <summary>Time of the newest event; null before the first.</summary>
    public DateTimeOffset? EventTime => Markets.Max(market => market.View?.EventAt);

    public ResultBatch RowsOf(Session session) => new()
    {
        Instances = [.. Instances.Select(instance => RowOf(session, instance))],
        LiveOwners = new Dictionary<string, string>(StringComparer.Ordinal) { [session.Id] = session.Owner },
        Markets = [.. Markets.Select(market => RowOf(session, market.Symbol, market.View)).OfType<SessionMarketRow>()],
    };

    private static InstanceRow RowOf(Session session, RunningInstance instance) => new(
        session.Id, instance.Setup.Ordinal, instance.Setup.Strategy, instance.Setup.Version, instance.Setup.Market.Instrument.Symbol,
        instance.Status.ToString(), instance.Since, instance.WarmupPct, JsonSerializer.Serialize(instance.Why?.Leaves ?? [], TradingJson.Options),
        JsonSerializer.Serialize(instance.WhyNot, TradingJson.Options));

    private static SessionMarketRow? RowOf(Session session, Symbol symbol, MarketView? view) => view is null
        ? null
        : new SessionMarketRow(
            session.Id, symbol, NullIfZero(view.Last), NullIfZero(view.Mark), NullIfZero(view.Bid), NullIfZero(view.Ask), view.EventAt,
            JsonNamingPolicy.CamelCase.ConvertName(view.Freshness.ToString()));

    private static decimal? NullIfZero(decimal price) => price == 0m ? null : price;
}
