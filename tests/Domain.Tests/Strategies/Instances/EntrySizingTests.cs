using Trading.Domain.Orders;
using Trading.Domain.Strategies.Instances;

namespace Trading.Domain.Tests.Strategies.Instances;

public sealed class EntrySizingTests
{
    [Theory]
    [InlineData("""{ "type": "quantity", "value": 1.239 }""", 1.23)]
    [InlineData("""{ "type": "notional", "value": 500 }""", 4.97)]
    [InlineData("""{ "type": "equity_pct", "value": 20 }""", 1.99)]
    [InlineData("""{ "type": "quantity", "value": 1, "scale": { "by": "c", "points": [[20, 1.2], [70, 0.55]] } }""", 0.87)]
    public void Size_types_give_their_quantity_on_the_lot(string size, double expected) =>
        Assert.Equal((decimal)expected, Intent(("c", 45), ("/entry/size", size)).Quantity);

    [Theory]
    [InlineData(10, 1.2)]
    [InlineData(20, 1.2)]
    [InlineData(45, 0.87)]
    [InlineData(70, 0.55)]
    [InlineData(90, 0.55)]
    public void Scale_is_linear_between_its_points_and_clamped_outside(double value, double expected) =>
        Assert.Equal((decimal)expected, Intent(("c", value), ("/entry/size", """{ "type": "quantity", "value": 1, "scale": { "by": "c", "points": [[20, 1.2], [70, 0.55]] } }""")).Quantity);

    [Fact]
    public void Risk_pct_loses_its_share_of_equity_at_the_stop_fees_included()
    {
        var bench = new Bench(("/entry/size", """{ "type": "risk_pct", "value": 1 }"""), ("/entry/stopLoss", """{ "pct": 2 }""")) { TakerFeeRate = 0.001m, Book = (99.9m, 100m) };
        bench.Enter();

        // 10 ÷ (100 − 98 + 0.001 · 198) = 4.549…
        Assert.Equal(4.54m, bench.LastIntent.Quantity);
    }

    [Fact]
    public void Leverage_sets_the_margin_never_the_quantity()
    {
        var intent = Intent(("c", 0), ("/entry/leverage", "3"));

        Assert.Equal((1m, 3), (intent.Quantity, intent.Leverage));
    }

    [Theory]
    [InlineData("long", """{ "type": "limit", "offsetPct": 0.05 }""", 100.5, OrderType.Limit, TimeInForce.Gtc)]
    [InlineData("short", """{ "type": "limit", "offsetPct": 0.05 }""", 99.5, OrderType.Limit, TimeInForce.Gtc)]
    [InlineData("long", """{ "type": "limit", "offsetPct": -1, "timeInForce": "ioc" }""", 99.4, OrderType.Limit, TimeInForce.Ioc)]
    [InlineData("short", """{ "type": "limit", "offsetPct": -1, "timeInForce": "fok" }""", 100.5, OrderType.Limit, TimeInForce.Fok)]
    [InlineData("long", """{ "type": "post_only" }""", 99.5, OrderType.Limit, TimeInForce.PostOnly)]
    [InlineData("long", """{ "type": "post_only", "offsetPct": 0.25 }""", 99.2, OrderType.Limit, TimeInForce.PostOnly)]
    [InlineData("short", """{ "type": "post_only", "offsetPct": 0.25 }""", 100.8, OrderType.Limit, TimeInForce.PostOnly)]
    [InlineData("long", """{ "type": "market" }""", null, OrderType.Market, TimeInForce.Gtc)]
    public void Prices_come_from_the_right_side_and_round_away_from_paying_more(string direction, string order, double? price, OrderType type, TimeInForce timeInForce)
    {
        var intent = Intent(("c", 0), ("/direction", $"\"{direction}\""), ("/entry/order", order));

        Assert.Equal(((decimal?)price, type, timeInForce), (intent.Price, intent.Type, intent.TimeInForce));
        Assert.Equal(direction == "long" ? Side.Buy : Side.Sell, intent.Side);
    }

    [Theory]
    [InlineData("""{ "type": "quantity", "value": 0.009 }""", "quantity_zero")]
    [InlineData("""{ "type": "quantity", "value": 1, "scale": { "by": "c", "points": [[0, 1]] } }""", "size_unknown")]
    public void A_quantity_that_cannot_be_is_refused_never_cut(string size, string reason)
    {
        var bench = new Bench(("/entry/size", size));
        bench.Event(1, ("a", 1));

        bench.Event(1, ("b", 1), ("c", double.NaN));

        Assert.Equal((InstanceStatus.Cooldown, reason), (bench.Status, bench.Last.Reason));
        Assert.Empty(bench.Placed);
    }

    [Fact]
    public void No_price_no_entry()
    {
        var bench = new Bench { Mark = 0m, Book = (0m, 0m) };
        bench.Event(1, ("a", 1));

        bench.Event(1, ("b", 1));

        Assert.Equal("price_unknown", bench.Last.Reason);
    }

    private static OrderIntent Intent((string, double) value, params (string, string?)[] changes)
    {
        var bench = new Bench(changes);
        bench.Event(1, ("a", 1));
        bench.Event(1, ("b", 1), value);
        return Assert.Single(bench.Placed).Intent;
    }
}
