using System.Text;
using Trading.Backtest;
using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Benchmarks.Replay;

/// <summary>A backtest as a session would run it: everything that the kernel needs is made anew for each run.</summary>
internal static class SampleRun
{
    public const decimal InitialBalance = 10_000m;

    public static string Sample { get; } = StrategyTemplates.All.First(template => template.Name == "flash-pump-fade").Json;

    public static (ReplayOutcome Outcome, TallyJournal Tally) Go(IMarketDataReader data, string document, ReplayControl? control = null)
    {
        var tally = new TallyJournal();
        using var kernel = new ReplayKernel(Setup(data.Symbols[0], document), data, tally, control ?? new ReplayControl(), CancellationToken.None);
        return (kernel.Run(), tally);
    }

    private static ReplaySetup Setup(DatasetSymbol symbol, string json)
    {
        var parsed = StrategyDocument.Parse(Encoding.UTF8.GetBytes(json));
        var document = parsed.Document ?? throw new InvalidOperationException($"{parsed.Errors[0].Pointer}: {parsed.Errors[0].Detail}");
        var strategy = new ReplayStrategy(document.Name, 1, CompiledStrategy.Compile(document), [symbol.Symbol]);
        return new ReplaySetup(
            "ses-bench", "acc-ses-bench", InitialBalance, 1, [strategy], [ReplaySetups.MarketOf(symbol)], SimulatedVenueOptions.Default,
            RiskLimits.Default, StopPolicy.Cancel, 3);
    }
}
