using Trading.Domain.Exchanges;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Backtest.Tests.Support;

/// <summary>A whole random backtest by seed.</summary>
internal static class RandomRun
{
    public static (RandomMarket Market, Run Run) Make(int seed, int events = 1_500)
    {
        var random = new Random(seed);
        var market = RandomMarket.Make(random, symbols: random.Next(1, 4), events);
        var strategies = Enumerable.Range(0, random.Next(1, 4))
            .Select(number => (RandomStrategy.Make(random, $"s{number}"), market.Symbols.Where(_ => random.Next(3) > 0).ToArray()))
            .Select(strategy => strategy.Item2.Length > 0 ? strategy : (strategy.Item1, market.Symbols[..1]))
            .ToArray();
        var run = new Run(market.Market, market.Markets, strategies)
        {
            Seed = (ulong)random.Next(),
            InitialBalance = random.Next(2) == 0 ? 10_000m : 600m,
            MaxActiveInstances = random.Next(1, 4),
            StopPolicy = random.Next(2) == 0 ? StopPolicy.Close : (StopPolicy)random.Next(2),
            Limits = RiskLimits.Default with { Leverage = 100 },
            Venue = SimulatedVenueOptions.Default with
            {
                Latency = TimeSpan.FromMilliseconds(random.Next(4) switch { 0 => 0, 1 => 700, _ => 50 }),
                LatencyJitter = TimeSpan.FromMilliseconds(random.Next(3) == 0 ? 120 : 0),
                RejectPct = random.Next(4) == 0 ? 10m : 0m,
            },
        };
        return (market, run);
    }
}
