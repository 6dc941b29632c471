namespace Trading.Backtest.Tests.Fields;

/// <summary>For each member of a strategy document a market on which changing that member alone changes what is done.</summary>
/// <param name="Field">The member, as the parser knows it; <c>*</c> for any index, <c>condition/…</c> for members of conditions.</param>
/// <param name="Path">The market, as <see cref="Support.PricePath"/> reads it.</param>
/// <param name="Change">The change that must show.</param>
/// <param name="Both">Changes to the full document that both runs have.</param>
internal sealed record FieldCase(string Field, string Path, string Change, string Both = "")
{
    /// <summary>A rise with every way out on it, a fall through the stop, and a second rise.</summary>
    private const string Day = "99 100 101x3 104.5x3 108x3 105x3 112.5x5 99x25 100 101x3 95.5x5 99x60 100 101x3 113x5";
    private const string Plateau = "99 100 101x40";
    private const string Rest = "/entry/order/offsetPct = -2";
    private const string SellHigher = "/exit/order/offsetPct = -1\n/entry/takeProfit = none\n/entry/trailingStop = none";

    public static readonly FieldCase[] All =
    [
        new("/direction", Day, "/direction = \"short\""),
        new("/indicators", Day, "/indicators/p = { \"type\": \"mark_price\" }"),
        new("/signal/when", Day, "/signal/when/value = 101"),
        new("/signal/expires", "99 100x10 101x5", "/signal/expires = \"3s\""),
        new("/cancel/when", "99 100 98.5x3 101x5", "/cancel/when/value = 99"),
        new("/cancel/cooldown", "99 100 94x3 100x10 101x5", "/cancel/cooldown = \"2s\""),
        new("/entry/when", Day, "/entry/when/value = 102"),
        new("/entry/order/type", Plateau, "/entry/order/type = \"post_only\"\n/entry/order/timeInForce = none"),
        new("/entry/order/offsetPct", Plateau, Rest),
        new("/entry/order/timeInForce", Plateau, "/entry/order/timeInForce = \"ioc\"", Rest),
        new("/entry/order/timeout", Plateau, "/entry/order/timeout = \"3s\"", Rest),
        new("/entry/size/type", Plateau, "/entry/size/type = \"notional\""),
        new("/entry/size/value", Plateau, "/entry/size/value = 3"),
        new("/entry/size/scale/by", Plateau, "/entry/size/scale/by = \"s\"", "/entry/size/scale/points = [[0, 0.5], [100, 1]]"),
        new("/entry/size/scale/points", Plateau, "/entry/size/scale/points = [[50, 1], [101, 2]]"),
        new("/entry/leverage", "99 100 101x3 90x5", "/entry/leverage = 10"),
        new("/entry/cooldown", Plateau, "/entry/cooldown = \"1s\"", Rest + "\n/entry/order/timeout = \"3s\""),
        new("/entry/stopLoss/pct", "99 100 101x3 97.5x5 101", "/entry/stopLoss/pct = 3"),
        new("/entry/takeProfit/*/pct", "99 100 101x3 104.5x5 101x3", "/entry/takeProfit/0/pct = 5"),
        new("/entry/takeProfit/*/closePct", "99 100 101x3 104.5x5 101x3", "/entry/takeProfit/0/closePct = 25"),
        new("/entry/trailingStop/activatePct", "99 100 101x3 103x3 100.5x5", "/entry/trailingStop/activatePct = 1"),
        new("/entry/trailingStop/distancePct", "99 100 101x3 103x3 101.5x5", "/entry/trailingStop/distancePct = 1", "/entry/trailingStop/activatePct = 1"),
        new("/exit/when", "99 100 101x3 111x5", "/exit/when/value = 110"),
        new("/exit/order/type", "99 100 101x3 113x20", "/exit/order/type = \"market\"\n/exit/order/offsetPct = none\n/exit/order/timeInForce = none", SellHigher),
        new("/exit/order/offsetPct", "99 100 101x3 113x20", "/exit/order/offsetPct = 0.1", SellHigher),
        new("/exit/order/timeInForce", "99 100 101x3 113x20", "/exit/order/timeInForce = \"fok\"", SellHigher),
        new("/exit/order/timeout", "99 100 101x3 113x20", "/exit/order/timeout = \"3s\"", SellHigher),
        new("/exit/cooldown", "99 100 101x3 113x5 99x5 100x40", "/exit/cooldown = \"1s\""),
        new("/emergency/when", "99 100 101x3 101~4x5", "/emergency/when/value = 3"),
        new("/emergency/cooldown", "99 100 101x3 101~6x3 101x60", "/emergency/cooldown = \"1s\""),
        new("/limits/maxTradesPerDay", Day, "/limits/maxTradesPerDay = 1"),
        new("/limits/maxConsecutiveLosses", "99 100 101x3 95.5x5 99x60 100 101x5", "/limits/maxConsecutiveLosses = 1"),
        new("/limits/cooldownAfterLoss", "99 100 101x3 95.5x5 99x20 100x60", "/limits/cooldownAfterLoss = \"60s\""),
        new("/limits/maxTimeInPosition", Plateau, "/limits/maxTimeInPosition = \"5s\""),

        // Members that may be left out as a whole.
        new("/cancel", "99 100 94x3 100x10 101x5", "/cancel = none"),
        new("/entry/size/scale", Plateau, "/entry/size/scale = none", "/entry/size/scale/points = [[50, 2], [200, 2]]"),
        new("/entry/stopLoss", "99 100 101x3 95x5", "/entry/stopLoss = none"),
        new("/entry/takeProfit", "99 100 101x3 104.5x5", "/entry/takeProfit = none"),
        new("/entry/trailingStop", "99 100 101x3 108x3 104.2x5", "/entry/trailingStop = none"),
        new("/exit", "99 100 101x3 113x5", "/exit = none"),
        new("/emergency", "99 100 101x3 101~6x5", "/emergency = none"),
        new("/limits", "99 100 101x3 101x400", "/limits = none"),

        // Conditions.
        new("condition/indicator", Day, "/signal/when/indicator = \"n\""),
        new("condition/op", Day, "/signal/when/op = \"<\""),
        new("condition/value", Day, "/signal/when/value = 101"),
        new("condition/value/indicator", Day, "/signal/when/value/indicator = \"m\"", "/signal/when = { \"indicator\": \"p\", \"op\": \">\", \"value\": { \"indicator\": \"n\" } }"),
        new("condition/for", Day, "/signal/when/for = \"2s\""),
        new("condition/all", Day, "/signal/when = { \"all\": [{ \"indicator\": \"p\", \"op\": \">=\", \"value\": 100 }, { \"indicator\": \"p\", \"op\": \">=\", \"value\": 101 }] }"),
        new(
            "condition/any", Day, "/signal/when/any/1/value = 99",
            "/signal/when = { \"any\": [{ \"indicator\": \"p\", \"op\": \">=\", \"value\": 104 }, { \"indicator\": \"p\", \"op\": \">=\", \"value\": 101 }] }"),
        new("condition/not", Day, "/signal/when/not/value = 101", "/signal/when = { \"not\": { \"indicator\": \"p\", \"op\": \"<\", \"value\": 100 } }"),
        new("condition/sequence", Day, "/signal/when/sequence/1/value = 101", Sequence),
        new("condition/within", Day, "/signal/when/within = \"500ms\"", Sequence),
    ];

    private const string Sequence =
        "/signal/when = { \"sequence\": [{ \"indicator\": \"p\", \"op\": \"<\", \"value\": 100 }, { \"indicator\": \"p\", \"op\": \">=\", \"value\": 100 }], \"within\": \"5s\" }";

    public override string ToString() => Field;
}
