using Trading.Backtest.Tests.Support;
using Trading.Domain.Exchanges;
using Trading.Domain.Strategies.Instances;
using static Trading.Backtest.Tests.Support.PricePath;

namespace Trading.Backtest.Tests.Instances;

/// <summary>When a condition first holds, on a market written by hand.</summary>
public sealed class ConditionReplayTests
{
    private const string Path = "99 100 101 100 102 98 100 103x3";

    [Theory]
    [InlineData("""{ "indicator": "p", "op": ">", "value": 100 }""", 2)]
    [InlineData("""{ "indicator": "p", "op": ">=", "value": 100 }""", 1)]
    [InlineData("""{ "indicator": "p", "op": "<", "value": 99 }""", 5)]
    [InlineData("""{ "indicator": "p", "op": "<=", "value": 98 }""", 5)]
    [InlineData("""{ "indicator": "p", "op": "==", "value": 102 }""", 4)]
    [InlineData("""{ "indicator": "p", "op": "!=", "value": 99 }""", 1)]
    [InlineData("""{ "indicator": "p", "op": "between", "value": [101.5, 102] }""", 4)]
    [InlineData("""{ "indicator": "p", "op": "outside", "value": [99, 101] }""", 4)]
    [InlineData("""{ "indicator": "p", "op": "crosses_above", "value": 101 }""", 4)]
    [InlineData("""{ "indicator": "p", "op": "crosses_below", "value": 100.5 }""", 3)]
    [InlineData("""{ "indicator": "p", "op": ">", "value": { "indicator": "half" } }""", 0)]
    [InlineData("""{ "not": { "indicator": "p", "op": "<", "value": 101 } }""", 2)]
    [InlineData("""{ "not": { "indicator": "idx", "op": "<", "value": 101 } }""", -1)]
    [InlineData("""{ "any": [{ "indicator": "idx", "op": "<", "value": 101 }, { "indicator": "p", "op": ">", "value": 101 }] }""", 4)]
    [InlineData("""{ "all": [{ "indicator": "idx", "op": "<", "value": 101 }, { "indicator": "p", "op": ">", "value": 101 }] }""", -1)]
    [InlineData("""{ "not": { "all": [{ "indicator": "idx", "op": "<", "value": 101 }, { "indicator": "p", "op": "<", "value": 102 }] } }""", 4)]
    [InlineData("""{ "sequence": [{ "indicator": "p", "op": ">=", "value": 102 }, { "indicator": "p", "op": "<=", "value": 98 }], "within": "5s" }""", 5)]
    [InlineData("""{ "sequence": [{ "indicator": "p", "op": ">=", "value": 102 }, { "indicator": "p", "op": ">=", "value": 103 }], "within": "2s" }""", -1)]
    public void A_condition_first_holds_at_the_second_it_should(string condition, int second)
    {
        Assert.Equal(second, FirstSignal(condition) is { } at ? (at - At(0)).Seconds : -1);
    }

    [Fact]
    public void For_holds_at_the_heartbeat_that_completes_the_span()
    {
        // 103 stands from 7.2 s on: two seconds later is between two heartbeats, the trade of that instant completes it.
        Assert.Equal(At(9, 200), FirstSignal("""{ "indicator": "p", "op": ">=", "value": 102.5, "for": "2s" }"""));
    }

    [Fact]
    public void A_time_weighted_average_weighs_prices_by_how_long_they_stood()
    {
        var market = new MemoryMarket();
        market.Trade(Btc, Start + 50_000, 1m).Trade(Btc, Start + 110_000, 2m).Trade(Btc, Start + 130_000, 3m).Trade(Btc, Start + 140_000, 3m);
        var document = Watch("""{ "indicator": "t", "op": ">=", "value": 1.5 }""", """{ "t": { "type": "twap", "window": { "from": 30, "to": 10 } } }""");

        var (_, journal) = new Run(market, [Run.MarketOf(Btc, MarketSeries.Trades)], [(document, [Btc])]).Go();

        var signaled = journal.Transitions[0].Transition;
        Assert.Equal(At(130), signaled.At);
        Assert.Equal(1.5, signaled.Leaves[0].Value);
    }

    private static DateTimeOffset? FirstSignal(string condition)
    {
        var document = Watch(condition, """{ "p": { "type": "price" }, "half": { "type": "spread_pct" }, "idx": { "type": "index_price" } }""");
        var (_, journal) = new Run(Of(Path), [Run.MarketOf(Btc, MarketSeries.Trades | MarketSeries.Book)], [(document, [Btc])]).Go();
        return journal.Transitions.FirstOrDefault(entry => entry.Transition.To is InstanceStatus.Signaled).Transition?.At;
    }

    private static string Watch(string signal, string indicators) => $$"""
        {
          "name": "watch", "direction": "long", "indicators": {{indicators}},
          "signal": { "when": {{signal}} },
          "entry": { "when": {{signal}}, "order": { "type": "market" }, "size": { "type": "quantity", "value": 1 } },
          "limits": { "maxTimeInPosition": "1h" }
        }
        """;
}
