using CsCheck;
using Trading.Domain.Orders;
using Trading.Domain.Strategies.Conditions;
using Trading.Domain.Strategies.Instances;
using Trading.Domain.Tests.Strategies.Conditions;

namespace Trading.Domain.Tests.Strategies.Instances;

/// <summary>Whole lives of instances against a capricious venue.</summary>
public sealed class InstancePropertyTests(ITestOutputHelper output)
{
    private static readonly CompiledStrategy[] Strategies =
    [
        Documents.Compile(Documents.With(
            ("/signal", """{ "when": { "indicator": "a", "op": ">", "value": 0, "for": "300ms" }, "expires": "20s" }"""),
            ("/exit/order", """{ "type": "limit", "offsetPct": 0 }"""),
            ("/exit/when", """{ "all": [ { "indicator": "c", "op": ">", "value": 0 }, { "indicator": "pnl", "op": ">", "value": -5 } ] }"""),
            ("/entry/stopLoss", """{ "pct": 4 }"""), ("/entry/trailingStop", """{ "activatePct": 2, "distancePct": 1 }"""),
            ("/entry/takeProfit", """[ { "pct": 1, "closePct": 30 }, { "pct": 2, "closePct": 30 }, { "pct": 6, "closePct": 40 } ]"""),
            ("/emergency/when", """{ "all": [ { "indicator": "d", "op": ">", "value": 1 }, { "indicator": "e", "op": ">", "value": 0 } ] }"""),
            ("/limits", """{ "maxTimeInPosition": "30s", "cooldownAfterLoss": "9s", "maxTradesPerDay": 500 }"""))),
        Documents.Compile(Documents.With(
            ("/direction", "\"short\""),
            ("/signal/when", """{ "sequence": [ { "indicator": "a", "op": ">", "value": 0 }, { "indicator": "b", "op": "<", "value": 0 } ], "within": "3s" }"""),
            ("/entry/when", """{ "any": [ { "indicator": "b", "op": "crosses_below", "value": { "indicator": "c" } }, { "indicator": "age", "op": ">=", "value": 4 } ] }"""),
            ("/entry/order", """{ "type": "limit", "offsetPct": 0.1 }"""),
            ("/entry/size", """{ "type": "equity_pct", "value": 50, "scale": { "by": "a", "points": [[-2, 0.5], [2, 2]] } }"""),
            ("/entry/takeProfit", """[ { "pct": 1, "closePct": 40 } ]"""),
            ("/exit/when", """{ "indicator": "held", "op": ">=", "value": 6 }"""),
            ("/cancel/when", """{ "all": [ { "indicator": "e", "op": "<", "value": -1 }, { "indicator": "trades", "op": "<", "value": 9 } ] }"""),
            ("/limits", """{ "maxConsecutiveLosses": 50 }"""))),
    ];

    [Fact]
    public void The_cut_into_blocks_and_a_restart_at_any_event_change_nothing()
    {
        const int Cases = 500;
        const int Events = 250;
        var statuses = Enum.GetValues<InstanceStatus>().ToDictionary(status => status, _ => 0);
        var purposes = Enum.GetValues<OrderPurpose>().ToDictionary(purpose => purpose, _ => 0);
        var transitions = 0;
        Gen.Int.Sample(
            seed =>
            {
                var strategy = Strategies[(uint)seed % (uint)Strategies.Length];
                var random = new Random(seed);
                var times = RandomConditions.Times(random, Events);
                var values = strategy.Indicators.Select(_ => RandomConditions.Values(random, Events)).ToArray();
                var single = new RandomHost(strategy, new Columns(values, times), seed, blockMax: 1);
                var blocks = new RandomHost(strategy, new Columns(values, times), seed, blockMax: 128, cutSeed: seed + 1);
                var whole = new RandomHost(strategy, new Columns(values, times), seed, blockMax: 100_000, cutSeed: seed + 2);
                var reborn = new RandomHost(strategy, new Columns(values, times), seed, blockMax: 64, cutSeed: seed + 3, restores: true);

                single.RunAll();
                blocks.RunAll();
                whole.RunAll();
                reborn.RunAll();

                Assert.Equal(single.Log, blocks.Log);
                Assert.Equal(single.Log, whole.Log);
                Assert.Equal(single.Log, reborn.Log);
                transitions += single.Log.Count;
                foreach (var status in single.Statuses)
                {
                    statuses[status]++;
                }

                foreach (var purpose in single.Purposes)
                {
                    purposes[purpose]++;
                }
            },
            iter: Cases,
            threads: 1);

        output.WriteLine($"{transitions} lines; {string.Join(", ", statuses.Select(pair => $"{pair.Key} {100d * pair.Value / Cases:0} %"))}; {string.Join(", ", purposes.Select(pair => $"{pair.Key} {100d * pair.Value / Cases:0} %"))}");
        InstanceStatus[] expected = [InstanceStatus.Signaled, InstanceStatus.Entering, InstanceStatus.InPosition, InstanceStatus.Exiting, InstanceStatus.Cooldown];
        Assert.All(expected, status => Assert.True(statuses[status] > Cases / 100, $"{status} was reached in {statuses[status]} cases."));
        Assert.All([OrderPurpose.Entry, OrderPurpose.Exit, OrderPurpose.Step], purpose => Assert.True(purposes[purpose] > Cases / 100, $"{purpose}: {purposes[purpose]}."));
    }
}
