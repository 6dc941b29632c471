using System.Text;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies;
using Trading.Domain.Strategies.Conditions;
using Trading.Exchanges.Simulated;

namespace Trading.Backtest.Tests.Support;

/// <summary>A backtest with everything defaulted, to be changed where a test cares.</summary>
internal sealed record Run(IMarketDataReader Data, IReadOnlyList<ReplayMarket> Markets, IReadOnlyList<(string Document, Symbol[] Symbols)> Strategies)
{
    public decimal InitialBalance { get; init; } = 10_000m;

    public ulong Seed { get; init; } = 1;

    public SimulatedVenueOptions Venue { get; init; } = SimulatedVenueOptions.Default;

    public RiskLimits Limits { get; init; } = RiskLimits.Default;

    public StopPolicy StopPolicy { get; init; } = StopPolicy.Cancel;

    public int MaxActiveInstances { get; init; } = 3;

    public ReplayControl Control { get; init; } = new();

    public static ReplayMarket MarketOf(Symbol symbol, MarketSeries series, TimeSpan? candleInterval = null) => new(
        Instrument.WithDefaults(symbol, "test", 0.01m, 0.001m), MemoryMarket.PriceScale, MemoryMarket.QuantityScale, series, candleInterval);

    public (ReplayOutcome Outcome, RecordingJournal Journal) Go()
    {
        var journal = new RecordingJournal();
        using var kernel = new ReplayKernel(Setup(), Data, journal, Control, CancellationToken.None);
        return (kernel.Run(), journal);
    }

    public ReplaySetup Setup() => new(
        "ses-test", "acc-ses-test", InitialBalance, Seed, [.. Strategies.Select(Compile)], [.. Markets], Venue, Limits, StopPolicy, MaxActiveInstances);

    private static ReplayStrategy Compile((string Document, Symbol[] Symbols) strategy)
    {
        var parsed = StrategyDocument.Parse(Encoding.UTF8.GetBytes(strategy.Document));
        Assert.Empty(parsed.Errors);
        return new ReplayStrategy(parsed.Document!.Name, 1, CompiledStrategy.Compile(parsed.Document), [.. strategy.Symbols]);
    }
}
