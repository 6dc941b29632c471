using System.Text;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies;
using Trading.Domain.Strategies.Conditions;

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

    public TimeSpan? Duration { get; init; }

    /// <summary>What an earlier run took up.</summary>
    public IReadOnlyList<Intervention> Interventions { get; init; } = [];

    /// <summary>Changes documents after validation, to what validation would have refused.</summary>
    public Func<StrategyDocument, StrategyDocument>? Spoil { get; init; }

    public ReplayControl Control { get; init; } = new();

    /// <summary>Events of a batch of the reader; the result must not depend on it.</summary>
    public int BatchSize { get; init; } = 4096;

    /// <summary>False has every book bring its deeper levels along; the result must not depend on it.</summary>
    public bool IsDepthOnDemand { get; init; } = true;

    /// <summary>False works through every event.</summary>
    public bool IsSkipping { get; init; } = true;

    /// <summary>Told of each fill as it happens.</summary>
    public Action<Fill>? OnFill { get; init; }

    public static ReplayMarket MarketOf(Symbol symbol, MarketSeries series, TimeSpan? candleInterval = null) => new(
        Instrument.WithDefaults(symbol, "test", 0.01m, 0.001m), MemoryMarket.PriceScale, MemoryMarket.QuantityScale, series, candleInterval);

    public (ReplayOutcome Outcome, RecordingJournal Journal) Go()
    {
        var journal = new RecordingJournal { OnFill = OnFill };
        var data = new BatchedReader(Data, BatchSize, IsDepthOnDemand);
        using var kernel = new ReplayKernel(Setup(), data, journal, Control, CancellationToken.None) { IsSkipping = IsSkipping };
        return (kernel.Run(), journal);
    }

    /// <summary>Runs, and tells everything that came out as lines.</summary>
    public string[] Lines()
    {
        var (outcome, journal) = Go();
        return [.. journal.Lines(), outcome.Report!.Fingerprint, $"{outcome.Events} events", .. journal.EndLines()];
    }

    public ReplaySetup Setup() => new(
        "ses-test", "acc-ses-test", InitialBalance, Seed, [.. Strategies.Select(Compile)], [.. Markets], Venue, Limits, StopPolicy, MaxActiveInstances)
    {
        Duration = Duration,
        Interventions = [.. Interventions],
    };

    private ReplayStrategy Compile((string Document, Symbol[] Symbols) strategy)
    {
        var parsed = StrategyDocument.Parse(Encoding.UTF8.GetBytes(strategy.Document));
        Assert.Empty(parsed.Errors);
        return new ReplayStrategy(parsed.Document!.Name, 1, CompiledStrategy.Compile(Spoil?.Invoke(parsed.Document) ?? parsed.Document), [.. strategy.Symbols]);
    }
}
