using Trading.Backtest.Tests.Support;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Backtest.Tests.Replays;

/// <summary>Books whose deeper levels are read when an order walks them trade as books that bring them along.</summary>
public sealed class DepthOnDemandReplayTests
{
    private const int HourMs = 3_600_000;

    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    private const string Walker = """
        {
          "name": "walker", "direction": "long",
          "indicators": { "p": { "type": "price" }, "age": { "type": "position_age_s" } },
          "signal": { "when": { "indicator": "p", "op": ">", "value": 0 }, "expires": "10s" },
          "entry": {
            "when": { "indicator": "p", "op": ">", "value": 0 }, "order": { "type": "market" },
            "size": { "type": "equity_pct", "value": 5 }, "leverage": 3, "cooldown": "20s", "stopLoss": { "pct": 2 }, "takeProfit": [ { "pct": 0.2, "closePct": 50 } ]
          },
          "exit": { "when": { "indicator": "age", "op": ">=", "value": 20 }, "order": { "type": "limit", "offsetPct": 0.02, "timeInForce": "gtc", "timeout": "5s" }, "cooldown": "20s" }
        }
        """;

    [Theory]
    [InlineData(20_000, false)]
    [InlineData(20_000_000, true)]
    public async Task Run_is_the_same_whether_orders_stay_at_the_top_or_walk_the_book(int balance, bool walks)
    {
        var market = await new ImportedMarket().Add(new SyntheticSpec(Btc, SyntheticScenario.PumpAndDump, 2 * HourMs, 20, 11));
        var run = new Run(market.Data, market.Markets, [(Walker, [Btc])]) { InitialBalance = balance };

        var lines = run.Lines();

        var fills = run.Go().Journal.Fills;
        Assert.True(fills.Count > 50, $"{fills.Count} fills");
        Assert.Equal(walks, fills.GroupBy(entry => entry.Order.Id).Any(order => order.Select(entry => entry.Fill.Price).Distinct().Count() > 2));
        Assert.Equal(lines, (run with { IsDepthOnDemand = false }).Lines());
        Assert.Equal(lines, (run with { BatchSize = 61 }).Lines());
        Assert.Equal(lines, (run with { IsSkipping = false }).Lines());
    }
}
