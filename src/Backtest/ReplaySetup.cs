using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Backtest;

/// <summary>Everything that decides a backtest besides the market data. The same setup on the same data gives the same run, bit for bit.</summary>
/// <param name="Account">Id of the session's own account, <c>acc-…</c>.</param>
/// <param name="InitialBalance">Quote units, above 0.</param>
/// <param name="Seed">The only source of randomness.</param>
/// <param name="Strategies">In session order, which decides who comes first at one event.</param>
/// <param name="Markets">Every symbol that is traded.</param>
/// <param name="MaxActiveInstances">Signal slots of the session.</param>
public sealed record ReplaySetup(
    string Session,
    string Account,
    decimal InitialBalance,
    ulong Seed,
    ImmutableArray<ReplayStrategy> Strategies,
    ImmutableArray<ReplayMarket> Markets,
    SimulatedVenueOptions Venue,
    RiskLimits Limits,
    StopPolicy StopPolicy,
    int MaxActiveInstances)
{
    /// <summary>Event time after which the run ends by itself, with what came before that instant; null to run to the end of the data.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What an earlier run of the session took up, each with its instant.</summary>
    public ImmutableArray<Intervention> Interventions { get; init; } = [];

    /// <summary>What results are attributed to: each strategy on each of its symbols, in session order.</summary>
    public ImmutableArray<ResultsCell> Cells { get; } =
        [.. Strategies.SelectMany(strategy => strategy.Symbols.Select(symbol => new ResultsCell(strategy.Name, symbol)))];
}

/// <summary>A pinned strategy version and the symbols it runs on, in session order.</summary>
public sealed record ReplayStrategy(string Name, int Version, CompiledStrategy Compiled, ImmutableArray<Symbol> Symbols);

/// <summary>A symbol's rules and what was recorded of it.</summary>
/// <param name="PriceScale">Decimals of prices in its batches.</param>
/// <param name="QuantityScale">Decimals of quantities in its batches.</param>
/// <param name="CandleInterval">Length of the candles that stand in for trades; null where trades are recorded.</param>
public sealed record ReplayMarket(
    Instrument Instrument, int PriceScale, int QuantityScale, MarketSeries Series, TimeSpan? CandleInterval)
{
    /// <summary>Where the mark comes from: the mark series, without one the book, without a book the trades.</summary>
    public MarkSeries MarkSeries =>
        Series.HasFlag(MarketSeries.Mark) ? MarkSeries.Mark
        : Series.HasFlag(MarketSeries.Book) ? MarkSeries.Book
        : MarkSeries.Trade;
}
