using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Risk;
using Trading.Domain.Strategies;

namespace Trading.Domain.Tests.Strategies;

public sealed class StrategyPreFlightTests
{
    private static readonly PreFlightFacts Good = new(
        Instrument.WithDefaults(Columns.Symbol, "test", 0.1m, 0.01m), 100m, 10_000m, 0.0006m, true, true, true, TimeSpan.FromDays(1), RiskLimits.Default);

    [Fact]
    public void A_strategy_that_fits_passes() => Assert.Empty(Check(Good));

    [Fact]
    public void A_missing_series_is_named()
    {
        var error = Assert.Single(Check(Good with { HasBook = false }, ("/indicators/a", """{ "type": "spread_pct" }""")));

        Assert.Equal(("/strategies/0/indicators/a", "series_missing"), (error.Pointer, error.Code));
        Assert.Contains("Book", error.Detail, StringComparison.Ordinal);
        Assert.Contains("BTC_USDT", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unused_indicator_needs_no_series() =>
        Assert.Empty(Check(Good with { HasBook = false }, ("/indicators/spare", """{ "type": "spread_pct" }""")));

    [Fact]
    public void The_mark_falls_back_but_index_and_funding_do_not()
    {
        var without = Good with { HasMark = false };

        Assert.Empty(Check(without, ("/indicators/a", """{ "type": "mark_price" }""")));
        Assert.Equal("series_missing", Assert.Single(Check(without, ("/indicators/a", """{ "type": "funding_rate" }"""))).Code);
    }

    [Fact]
    public void Data_must_cover_the_longest_window()
    {
        var error = Assert.Single(Check(
            Good with { Span = TimeSpan.FromMinutes(59) }, ("/indicators/e", """{ "type": "price_momentum_pct", "baseline": { "from": 90, "to": 60 } }"""), ("/indicators/a", """{ "type": "pump_magnitude_pct", "baseline": { "from": 3600, "to": 60 } }""")));

        Assert.Equal(("/strategies/0/indicators/a", "window_not_covered"), (error.Pointer, error.Code));
    }

    [Theory]
    [InlineData("/entry/size/value", "0.001", "/entry/size/value", "size_not_tradable")]
    [InlineData("/entry/size/value", "51", "/entry/size/value", "size_exceeds_limit")]
    [InlineData("/entry/leverage", "11", "/entry/leverage", "leverage_too_high")]
    [InlineData("/entry/leverage", "101", "/entry/leverage", "leverage_too_high")]
    public void Size_and_leverage_must_be_allowed(string pointer, string json, string at, string code) =>
        Assert.Contains(Check(Good, (pointer, json)), error => error.Pointer == "/strategies/0" + at && error.Code == code);

    [Theory]
    [InlineData("long", 9)]
    [InlineData("short", 9)]
    public void The_stop_lies_before_the_liquidation_price(string direction, int leverage)
    {
        (string, string?)[] With(string pct) => [("/direction", $"\"{direction}\""), ("/entry/leverage", $"{leverage}"), ("/entry/stopLoss", $$"""{ "pct": {{pct}} }""")];

        Assert.Empty(Check(Good, With("10")));
        var error = Assert.Single(Check(Good, With("11")));
        Assert.Equal(("/strategies/0/entry/stopLoss/pct", "stop_beyond_liquidation"), (error.Pointer, error.Code));
    }

    private static ImmutableArray<ValidationError> Check(PreFlightFacts facts, params (string, string?)[] changes) =>
        StrategyPreFlight.Check(Documents.Compile(Documents.With(changes)), facts, "/strategies/0");
}
