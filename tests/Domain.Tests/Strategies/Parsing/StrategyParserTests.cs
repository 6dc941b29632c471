using System.Text;
using Trading.Domain.Orders;
using Trading.Domain.Strategies;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Tests.Strategies.Parsing;

public sealed class StrategyParserTests
{
    private const string Crossing = """{ "indicator": "a", "op": "crosses_above", "value": 1 }""";

    [Fact]
    public void The_sample_of_the_specification_is_valid_and_read_in_full()
    {
        var document = Documents.Parse(StrategyTemplates.All.First(template => template.Name == "flash-pump-fade").Json).Document!;

        Assert.Equal(("flash-pump-fade", Direction.Short, 6), (document.Name, document.Direction, document.Indicators.Length));
        Assert.Equal(TimeSpan.FromMinutes(10), document.Signal.Expires);
        Assert.Equal(TimeSpan.FromMinutes(5), document.Cancel!.Cooldown);
        Assert.Equal(new OrderPlan(OrderPlanType.Limit, 0.05m, TimeInForce.Gtc, TimeSpan.FromSeconds(60)), document.Entry.Order);
        Assert.Equal((SizeType.EquityPct, 2m, 3), (document.Entry.Size.Type, document.Entry.Size.Value, document.Entry.Leverage));
        Assert.Equal((1.5m, 2, 1.5m, 0.8m), (document.Entry.Protection.StopLossPct, document.Entry.Protection.TakeProfit.Length, document.Entry.Protection.TrailingStop!.ActivatePct, document.Entry.Protection.TrailingStop.DistancePct));
        Assert.Equal(TimeSpan.FromMinutes(30), document.Emergency!.Cooldown);
        Assert.Equal(new StrategyLimits(5, 3, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(10)), document.Limits);
        Assert.Equal(TimeSpan.FromSeconds(2), document.Entry.When.LeavesOf().First().For);
    }

    [Fact]
    public void Defaults_are_filled_in()
    {
        var document = Documents.Parse(Documents.With(
            ("/signal/expires", null), ("/cancel/cooldown", null), ("/entry/cooldown", null), ("/entry/order", """{ "type": "limit" }"""),
            ("/exit/cooldown", null), ("/emergency/cooldown", null))).Document!;

        Assert.Equal(TimeSpan.FromMinutes(10), document.Signal.Expires);
        Assert.Equal(TimeSpan.FromSeconds(60), document.Entry.Cooldown);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), (document.Cancel!.Cooldown, document.Exit.Cooldown, document.Emergency!.Cooldown));
        Assert.Equal(new OrderPlan(OrderPlanType.Limit, 0m, TimeInForce.Gtc, TimeSpan.FromSeconds(60)), document.Entry.Order);
        Assert.Equal((1, OrderPlan.Market, StrategyLimits.None), (document.Entry.Leverage, document.Exit.Order, document.Limits));
    }

    [Theory]
    [InlineData("/name", "\"\"", "/name", "out_of_range")]
    [InlineData("/name", "\"Name\"", "/name", "out_of_range")]
    [InlineData("/name", "5", "/name", "malformed")]
    [InlineData("/name", null, "/name", "required")]
    [InlineData("/description", "7", "/description", "malformed")]
    [InlineData("/direction", "\"up\"", "/direction", "out_of_range")]
    [InlineData("/direction", null, "/direction", "required")]
    [InlineData("/extra", "1", "/extra", "unknown_field")]
    [InlineData("/indicators", null, "/indicators", "required")]
    [InlineData("/indicators", "[]", "/indicators", "malformed")]
    [InlineData("/indicators/bad name", """{ "type": "price" }""", "/indicators/bad name", "out_of_range")]
    [InlineData("/signal", null, "/signal", "required")]
    [InlineData("/signal", "3", "/signal", "malformed")]
    [InlineData("/signal/when", null, "/signal/when", "required")]
    [InlineData("/signal/expires", "\"0s\"", "/signal/expires", "out_of_range")]
    [InlineData("/signal/expires", "\"8d\"", "/signal/expires", "out_of_range")]
    [InlineData("/signal/expires", "\"99999999999d\"", "/signal/expires", "out_of_range")]
    [InlineData("/signal/expires", "\"5 minutes\"", "/signal/expires", "malformed")]
    [InlineData("/signal/expires", "60", "/signal/expires", "malformed")]
    [InlineData("/signal/cooldown", "\"1s\"", "/signal/cooldown", "unknown_field")]
    [InlineData("/cancel/expires", "\"1s\"", "/cancel/expires", "unknown_field")]
    [InlineData("/entry", null, "/entry", "required")]
    [InlineData("/entry/order", null, "/entry/order", "required")]
    [InlineData("/entry/size", null, "/entry/size", "required")]
    [InlineData("/entry/order/type", "\"stop\"", "/entry/order/type", "out_of_range")]
    [InlineData("/entry/order/offsetPct", "1", "/entry/order/offsetPct", "unknown_field")]
    [InlineData("/entry/order", """{ "type": "market", "timeInForce": "ioc" }""", "/entry/order/timeInForce", "unknown_field")]
    [InlineData("/entry/order", """{ "type": "post_only", "timeInForce": "gtc" }""", "/entry/order/timeInForce", "unknown_field")]
    [InlineData("/entry/order", """{ "type": "post_only", "offsetPct": -1 }""", "/entry/order/offsetPct", "out_of_range")]
    [InlineData("/entry/order", """{ "type": "limit", "timeInForce": "day" }""", "/entry/order/timeInForce", "out_of_range")]
    [InlineData("/entry/order", """{ "type": "limit", "timeout": "500ms" }""", "/entry/order/timeout", "out_of_range")]
    [InlineData("/entry/order", """{ "type": "limit", "timeout": "2d" }""", "/entry/order/timeout", "out_of_range")]
    [InlineData("/entry/size", """{ "type": "equity_pct", "value": 101 }""", "/entry/size/value", "out_of_range")]
    [InlineData("/entry/size", """{ "type": "equity_pct", "value": 0 }""", "/entry/size/value", "out_of_range")]
    [InlineData("/entry/size", """{ "type": "notional", "value": "5" }""", "/entry/size/value", "malformed")]
    [InlineData("/entry/size", """{ "type": "quantity", "value": 1e300 }""", "/entry/size/value", "out_of_range")]
    [InlineData("/entry/size", """{ "type": "risk_pct", "value": 1 }""", "/entry/stopLoss", "required")]
    [InlineData("/entry/size/scale", """{ "by": "nobody", "points": [[1, 1]] }""", "/entry/size/scale/by", "unknown_indicator")]
    [InlineData("/entry/size/scale", """{ "by": "a", "points": [[1, 1], [1, 2]] }""", "/entry/size/scale/points/1/0", "out_of_range")]
    [InlineData("/entry/size/scale", """{ "by": "a", "points": [[1, -1]] }""", "/entry/size/scale/points/0/1", "out_of_range")]
    [InlineData("/entry/size/scale", """{ "by": "a", "points": [[1, 0]] }""", "/entry/size/scale/points", "unreachable")]
    [InlineData("/entry/size/scale", """{ "by": "a", "points": [] }""", "/entry/size/scale/points", "malformed")]
    [InlineData("/entry/size/scale", """{ "by": "a", "points": [1] }""", "/entry/size/scale/points/0", "malformed")]
    [InlineData("/entry/size/scale", """{ "by": "held", "points": [[1, 1]] }""", "/entry/size/scale/by", "never_true")]
    [InlineData("/entry/leverage", "0", "/entry/leverage", "out_of_range")]
    [InlineData("/entry/leverage", "1.5", "/entry/leverage", "out_of_range")]
    [InlineData("/entry/cooldown", "\"-1s\"", "/entry/cooldown", "malformed")]
    [InlineData("/entry/stopLoss", """{ "pct": 100 }""", "/entry/stopLoss/pct", "out_of_range")]
    [InlineData("/entry/stopLoss", """{ "pct": 1, "price": 2 }""", "/entry/stopLoss/price", "unknown_field")]
    [InlineData("/entry/stopLoss", "{}", "/entry/stopLoss/pct", "required")]
    [InlineData("/entry/trailingStop", """{ "activatePct": 1 }""", "/entry/trailingStop/distancePct", "required")]
    [InlineData("/entry/trailingStop", """{ "activatePct": -1, "distancePct": 1 }""", "/entry/trailingStop/activatePct", "out_of_range")]
    [InlineData("/entry/takeProfit", "[]", "/entry/takeProfit", "malformed")]
    [InlineData("/entry/takeProfit", """[ { "pct": 2, "closePct": 50 }, { "pct": 2, "closePct": 50 } ]""", "/entry/takeProfit/1/pct", "out_of_range")]
    [InlineData("/entry/takeProfit", """[ { "pct": 2, "closePct": 60 }, { "pct": 3, "closePct": 50 } ]""", "/entry/takeProfit/1/closePct", "out_of_range")]
    [InlineData("/entry/takeProfit", """[ { "pct": 2, "closePct": 100 }, { "pct": 3, "closePct": 1 } ]""", "/entry/takeProfit/1", "unreachable")]
    [InlineData("/exit/when", null, "/exit/when", "required")]
    [InlineData("/exit/size", "1", "/exit/size", "unknown_field")]
    [InlineData("/emergency/order", """{ "type": "market" }""", "/emergency/order", "unknown_field")]
    [InlineData("/limits", """{ "maxTradesPerDay": 0 }""", "/limits/maxTradesPerDay", "out_of_range")]
    [InlineData("/limits", """{ "maxConsecutiveLosses": 1.5 }""", "/limits/maxConsecutiveLosses", "out_of_range")]
    [InlineData("/limits", """{ "cooldownAfterLoss": "9d" }""", "/limits/cooldownAfterLoss", "out_of_range")]
    [InlineData("/limits", """{ "maxTimeInPosition": "0s" }""", "/limits/maxTimeInPosition", "out_of_range")]
    [InlineData("/limits", """{ "maxLoss": 1 }""", "/limits/maxLoss", "unknown_field")]
    public void A_faulty_member_is_named_with_its_pointer_and_code(string change, string? json, string pointer, string code)
    {
        var result = Documents.Parse(Documents.With((change, json)));

        Assert.False(result.IsValid);
        Assert.Contains(result.Errors, error => error.Pointer == pointer && error.Code == code);
        Assert.All(result.Errors, error => Assert.NotEmpty(error.Detail));
    }

    [Theory]
    [InlineData("5", "", "malformed")]
    [InlineData("{}", "", "required")]
    [InlineData("""{ "indicator": "a", "all": [] }""", "", "malformed")]
    [InlineData("""{ "all": [] }""", "/all", "malformed")]
    [InlineData("""{ "any": 3 }""", "/any", "malformed")]
    [InlineData("""{ "all": [ 1 ] }""", "/all/0", "malformed")]
    [InlineData("""{ "indicator": "nobody", "op": ">", "value": 1 }""", "/indicator", "unknown_indicator")]
    [InlineData("""{ "indicator": "a", "op": "=>", "value": 1 }""", "/op", "out_of_range")]
    [InlineData("""{ "indicator": "a", "op": ">" }""", "/value", "required")]
    [InlineData("""{ "indicator": "a", "op": ">", "value": [1, 2] }""", "/value", "malformed")]
    [InlineData("""{ "indicator": "a", "op": ">", "value": "1" }""", "/value", "malformed")]
    [InlineData("""{ "indicator": "a", "op": ">", "value": 1e999 }""", "/value", "out_of_range")]
    [InlineData("""{ "indicator": "a", "op": ">", "value": { "indicator": "nobody" } }""", "/value/indicator", "unknown_indicator")]
    [InlineData("""{ "indicator": "a", "op": ">", "value": { "indicator": "b", "plus": 1 } }""", "/value/plus", "unknown_field")]
    [InlineData("""{ "indicator": "a", "op": "between", "value": 1 }""", "/value", "malformed")]
    [InlineData("""{ "indicator": "a", "op": "between", "value": [1, "x"] }""", "/value/1", "malformed")]
    [InlineData("""{ "indicator": "a", "op": "between", "value": [2, 1] }""", "/value", "never_true")]
    [InlineData("""{ "indicator": "a", "op": "outside", "value": [2, 1] }""", "/value", "out_of_range")]
    [InlineData("""{ "indicator": "a", "op": "crosses_above", "value": 1, "for": "1s" }""", "/for", "unknown_field")]
    [InlineData("""{ "indicator": "a", "op": ">", "value": 1, "for": "0s" }""", "/for", "out_of_range")]
    [InlineData("""{ "indicator": "a", "op": ">", "value": 1, "hold": "1s" }""", "/hold", "unknown_field")]
    [InlineData("""{ "sequence": [ { "indicator": "a", "op": ">", "value": 1 } ], "within": "1s" }""", "/sequence", "malformed")]
    [InlineData("""{ "sequence": [ { "indicator": "a", "op": ">", "value": 1 }, { "indicator": "b", "op": ">", "value": 1 } ] }""", "/within", "required")]
    public void A_faulty_condition_is_named_with_its_pointer_and_code(string when, string pointer, string code)
    {
        var result = Documents.Parse(Documents.With(("/signal/when", when)));

        Assert.Contains(result.Errors, error => error.Pointer == "/signal/when" + pointer && error.Code == code);
    }

    [Theory]
    [InlineData("signal", """{ "all": [ { "indicator": "a", "op": ">", "value": 5 }, { "indicator": "a", "op": "<", "value": 3 } ] }""", "")]
    [InlineData("signal", """{ "all": [ { "indicator": "a", "op": ">", "value": 5 }, { "indicator": "a", "op": "<=", "value": 5 } ] }""", "")]
    [InlineData("signal", """{ "all": [ { "indicator": "a", "op": ">=", "value": 5 }, { "all": [ { "indicator": "a", "op": "==", "value": 4 } ] } ] }""", "")]
    [InlineData("signal", """{ "all": [ { "indicator": "a", "op": ">", "value": 1 }, { "not": { "indicator": "a", "op": ">=", "value": 0 } } ] }""", "")]
    [InlineData("signal", """{ "all": [ { "indicator": "a", "op": "crosses_above", "value": 5 }, { "indicator": "a", "op": "<", "value": 5 } ] }""", "")]
    [InlineData("signal", """{ "all": [ { "indicator": "a", "op": ">", "value": { "indicator": "b" } }, { "indicator": "a", "op": "<", "value": { "indicator": "b" } } ] }""", "")]
    [InlineData("signal", """{ "all": [ { "any": [ { "indicator": "a", "op": "<", "value": 1 }, { "indicator": "a", "op": ">", "value": 9 } ] }, { "indicator": "a", "op": "between", "value": [2, 8] } ] }""", "")]
    [InlineData("signal", """{ "any": [ { "indicator": "b", "op": ">", "value": 1 }, { "all": [ { "indicator": "a", "op": ">", "value": 5 }, { "indicator": "a", "op": "<", "value": 3 } ] } ] }""", "/any/1")]
    [InlineData("signal", """{ "indicator": "a", "op": ">", "value": { "indicator": "a" } }""", "")]
    [InlineData("signal", """{ "indicator": "pnl", "op": ">", "value": 1 }""", "")]
    [InlineData("signal", """{ "indicator": "age", "op": ">", "value": 1 }""", "")]
    [InlineData("signal", """{ "not": { "indicator": "held", "op": ">", "value": 1 } }""", "/not")]
    [InlineData("signal", """{ "indicator": "trades", "op": "<", "value": 0 }""", "")]
    [InlineData("cancel", """{ "indicator": "rom", "op": "<", "value": 0 }""", "")]
    [InlineData("entry", """{ "indicator": "age", "op": ">=", "value": 60 }""", "")]
    [InlineData("entry", """{ "indicator": "b", "op": ">", "value": 0, "for": "60s" }""", "/for")]
    [InlineData("entry", """{ "indicator": "held", "op": ">", "value": 0 }""", "")]
    [InlineData("exit", """{ "indicator": "held", "op": ">=", "value": 30 }""", "")]
    [InlineData("exit", """{ "indicator": "c", "op": ">", "value": 0, "for": "30s" }""", "/for")]
    public void A_condition_that_can_never_be_true_is_an_error(string section, string when, string pointer)
    {
        var result = Documents.Parse(Documents.With(($"/{section}/when", when), ("/limits", """{ "maxTimeInPosition": "30s" }""")));

        var error = Assert.Single(result.Errors);
        Assert.Equal(($"/{section}/when{pointer}", "never_true"), (error.Pointer, error.Code));
    }

    [Theory]
    [InlineData("signal", """{ "all": [ { "indicator": "a", "op": ">=", "value": 5 }, { "indicator": "a", "op": "<=", "value": 5 } ] }""")]
    [InlineData("signal", """{ "any": [ { "indicator": "a", "op": ">", "value": 5 }, { "indicator": "a", "op": "<", "value": 3 } ] }""")]
    [InlineData("signal", """{ "sequence": [ { "indicator": "a", "op": ">", "value": 5 }, { "indicator": "a", "op": "<", "value": 3 } ], "within": "1s" }""")]
    [InlineData("signal", """{ "all": [ { "indicator": "a", "op": "!=", "value": 5 }, { "indicator": "b", "op": "==", "value": 5 } ] }""")]
    [InlineData("signal", """{ "indicator": "a", "op": "between", "value": [5, 5] }""")]
    [InlineData("entry", """{ "indicator": "age", "op": ">=", "value": 59.9 }""")]
    [InlineData("exit", """{ "indicator": "held", "op": ">=", "value": 29 }""")]
    [InlineData("emergency", """{ "indicator": "held", "op": ">=", "value": 30 }""")]
    [InlineData("exit", """{ "indicator": "pnl", "op": ">=", "value": 1, "for": "3s" }""")]
    public void A_condition_that_can_be_true_is_not(string section, string when) =>
        Assert.Empty(Documents.Parse(Documents.With(($"/{section}/when", when), ("/limits", """{ "maxTimeInPosition": "30s" }"""))).Errors);

    [Fact]
    public void A_short_cannot_gain_a_hundred_percent()
    {
        var errors = Documents.Parse(Documents.With(
            ("/direction", "\"short\""), ("/entry/takeProfit", """[ { "pct": 100, "closePct": 10 } ]"""),
            ("/entry/trailingStop", """{ "activatePct": 100, "distancePct": 1 }"""))).Errors;

        Assert.Equal([("/entry/trailingStop/activatePct", "unreachable"), ("/entry/takeProfit/0/pct", "unreachable")], errors.Select(error => (error.Pointer, error.Code)));
    }

    [Fact]
    public void A_position_needs_a_way_out()
    {
        (string, string?)[] without = [("/exit", null), ("/emergency", null)];

        Assert.Contains(Documents.Parse(Documents.With(without)).Errors, error => error is { Pointer: "", Code: "required" });
        Assert.True(Documents.Parse(Documents.With([.. without, ("/entry/stopLoss", """{ "pct": 1 }""")])).IsValid);
        Assert.True(Documents.Parse(Documents.With([.. without, ("/entry/takeProfit", """[ { "pct": 1, "closePct": 100 } ]""")])).IsValid);
        Assert.True(Documents.Parse(Documents.With([.. without, ("/entry/trailingStop", """{ "activatePct": 0, "distancePct": 1 }""")])).IsValid);
        Assert.True(Documents.Parse(Documents.With([.. without, ("/limits", """{ "maxTimeInPosition": "1h" }""")])).IsValid);
    }

    [Fact]
    public void All_faults_come_at_once()
    {
        var errors = Documents.Parse(Documents.With(
            ("/name", "\"X\""), ("/direction", "1"), ("/signal/expires", "\"x\""), ("/entry/leverage", "0"), ("/limits", """{ "a": 1 }"""),
            ("/indicators/f", """{ "type": "nothing" }"""))).Errors;

        Assert.Subset(
            errors.Select(error => error.Pointer).ToHashSet(),
            new HashSet<string> { "/name", "/direction", "/signal/expires", "/entry/leverage", "/limits/a" });
        Assert.Contains(errors, error => error.Pointer.StartsWith("/indicators/f", StringComparison.Ordinal));
    }

    [Fact]
    public void Nesting_is_bounded_by_eight()
    {
        string Nested(int nots) => string.Concat(Enumerable.Repeat("""{ "not": """, nots)) + """{ "indicator": "a", "op": ">", "value": 1 }""" + new string('}', nots);

        Assert.Empty(Documents.Parse(Documents.With(("/signal/when", Nested(7)))).Errors);
        Assert.Equal("too_deep", Assert.Single(Documents.Parse(Documents.With(("/signal/when", Nested(8)))).Errors).Code);
    }

    [Fact]
    public void A_section_has_at_most_64_leaves()
    {
        string Any(int leaves) => $$"""{ "any": [ {{string.Join(",", Enumerable.Range(0, leaves).Select(n => $$"""{ "indicator": "a", "op": ">", "value": {{n}} }"""))}} ] }""";

        Assert.Empty(Documents.Parse(Documents.With(("/signal/when", Any(64)))).Errors);
        Assert.Equal(("/signal/when", "out_of_range"), Documents.Parse(Documents.With(("/signal/when", Any(65)))).Errors.Select(error => (error.Pointer, error.Code)).Single());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nul")]
    [InlineData("[1]")]
    [InlineData("{\"name\":\"x\"} trailing")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}")]
    public void What_is_not_a_json_object_is_malformed(string json) =>
        Assert.Equal(("", "malformed"), Documents.Parse(json).Errors.Select(error => (error.Pointer, error.Code)).First());

    [Theory]
    [InlineData("{\"name\":\"\\ud800\"}", "/name", false)]
    [InlineData("{\"name\":\"x\", \"entry\":{\"a\":[1,\"\\udc00\"]}}", "/entry/a/1", false)]
    [InlineData("{\"name\":\"x\", \"entry\":{\"\\udc00\":1}}", "/entry", false)]
    [InlineData("{\"name\":\"x\", \"description\":\"a\\u0000\"}", "/description", true)]
    public void Text_that_is_no_Unicode_cannot_be_read_and_one_with_a_NUL_breaks_a_rule(string json, string pointer, bool isReadable)
    {
        var parsed = Documents.Parse(json);

        Assert.Equal((pointer, "malformed", isReadable), (parsed.Errors[0].Pointer, parsed.Errors[0].Code, parsed.IsReadable));
    }

    [Fact]
    public void Bytes_that_are_not_unicode_are_malformed() =>
        Assert.Equal("malformed", StrategyDocument.Parse(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' }).Errors[0].Code);

    [Fact]
    public void More_than_64_KiB_is_too_large()
    {
        var padded = Documents.Minimal().ToJsonString().PadRight(StrategyDocument.BytesMax);

        Assert.True(Documents.Parse(padded).IsValid);
        Assert.Equal("too_large", Assert.Single(Documents.Parse(padded + " ").Errors).Code);
    }

    [Fact]
    public void A_member_that_stands_twice_is_an_error()
    {
        var json = Documents.Minimal().ToJsonString().Replace("\"expires\":\"60s\"", "\"expires\":\"60s\",\"expires\":\"70s\"", StringComparison.Ordinal);

        Assert.Equal(("/signal/expires", "duplicate_field"), Documents.Parse(json).Errors.Select(error => (error.Pointer, error.Code)).Single());
    }

    [Fact]
    public void Spelling_does_not_change_the_canonical_text()
    {
        var one = Documents.Parse(Documents.Minimal()).Document!.CanonicalJson;
        var spelled = Documents.Minimal();
        var value = spelled["entry"]!["size"]!.AsObject();
        value["value"] = System.Text.Json.Nodes.JsonNode.Parse("1.000e0");
        var name = spelled["name"]!.DeepClone();
        spelled.Remove("name");
        spelled["name"] = name;

        Assert.Equal(one, Documents.Parse(spelled.ToJsonString(new() { WriteIndented = true })).Document!.CanonicalJson);
        Assert.NotEqual(one, Documents.Parse(Documents.With(("/entry/size/value", "1.001"))).Document!.CanonicalJson);
        Assert.Equal(one, StrategyDocument.Parse(Encoding.UTF8.GetBytes(one)).Document!.CanonicalJson);
    }

    [Fact]
    public void Warnings_do_not_block()
    {
        var result = Documents.Parse(Documents.With(("/entry/leverage", "6"), ("/indicators/spare", """{ "type": "spread_pct" }""")));

        Assert.True(result.IsValid);
        Assert.Superset(new HashSet<string> { "high_leverage", "no_stop_loss", "unused_indicator" }, result.Warnings.Select(warning => warning.Code).ToHashSet());
        Assert.DoesNotContain(Documents.Parse(Documents.With(("/entry/leverage", "5"))).Warnings, warning => warning.Code == "high_leverage");
    }

    [Fact]
    public void An_indicator_that_nothing_reads_is_not_computed()
    {
        var strategy = Documents.Compile(Documents.With(("/indicators/spare", """{ "type": "spread_pct" }"""), ("/indicators/twin", """{ "type": "pump_magnitude_pct", "current": { "from": 10, "to": 0 } }""")));

        Assert.DoesNotContain(strategy.Indicators, spec => spec.Type == "spread_pct");
        Assert.Single(strategy.Indicators, spec => spec.Type == "pump_magnitude_pct");
    }

    [Fact]
    public void Every_template_is_valid()
    {
        Assert.True(StrategyTemplates.All.Length >= 5);
        Assert.All(StrategyTemplates.All, template => Assert.Empty(Documents.Parse(template.Json).Errors));
        Assert.All(StrategyTemplates.All, template => Assert.Equal(template.Name, Documents.Parse(template.Json).Document!.Name));
        Assert.Equal(["calm", "flash_crash", "pump_and_dump", "trend"], StrategyTemplates.All.Select(template => template.Scenario).Distinct().Order());
    }

    [Fact]
    public void A_crossing_is_a_condition_like_any_other() => Assert.Empty(Documents.Parse(Documents.With(("/signal/when", Crossing))).Errors);
}
