using System.Text.Json;
using CsCheck;
using Trading.Domain.Indicators;

namespace Trading.Domain.Tests.Indicators;

public sealed class IndicatorCatalogTests
{
    private static readonly string[] Expected =
    [
        "price", "mark_price", "index_price", "funding_rate", "twap", "twap_ratio", "pump_magnitude_pct", "price_velocity", "price_momentum_pct",
        "velocity_cascade", "velocity_stabilization", "momentum_reversal_pct", "volume", "trade_count", "average_trade_size", "volume_surge_ratio",
        "trade_frequency_ratio", "volume_concentration", "taker_flow_imbalance", "vwap", "max_price", "min_price", "drawdown_from_high_pct",
        "rise_from_low_pct", "support_proximity_pct", "volatility_pct", "spread_pct", "average_spread_pct", "spread_widening_ratio",
        "book_imbalance_pct", "liquidity", "liquidity_drain_pct", "dump_exhaustion_score", "sma", "ema", "rsi", "atr", "macd", "bollinger",
        "unrealized_pnl_pct", "return_on_margin_pct", "signal_age_s", "position_age_s", "consecutive_losses", "trades_today", "daily_pnl_pct",
    ];

    [Fact]
    public void Catalogue_holds_every_indicator_once() =>
        Assert.Equal(Expected.Order(StringComparer.Ordinal), IndicatorCatalog.All.Select(entry => entry.Type).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_entry_says_what_it_is()
    {
        foreach (var entry in IndicatorCatalog.All)
        {
            Assert.All(new[] { entry.Summary, entry.Formula, entry.Unit, entry.Warmup }, text => Assert.NotEmpty(text));
            Assert.NotEmpty(entry.Series);
            Assert.All(entry.Parameters, parameter => Assert.NotEmpty(parameter.Summary));
        }
    }

    [Fact]
    public void Catalogue_is_plain_json()
    {
        var json = JsonSerializer.Serialize(IndicatorCatalog.Find("pump_magnitude_pct"), JsonSerializerOptions.Web);

        using var document = JsonDocument.Parse(json);
        var baseline = document.RootElement.GetProperty("parameters")[1];
        Assert.Equal(("baseline", "window", 60.0), (baseline.GetProperty("name").GetString(), baseline.GetProperty("type").GetString(), baseline.GetProperty("default").GetProperty("from").GetDouble()));
    }

    [Fact]
    public void Every_default_is_valid_and_canonical_textIndexreads_back_as_the_same_spec()
    {
        foreach (var entry in IndicatorCatalog.All)
        {
            var interval = entry.Parameters.Any(parameter => parameter.Name == "interval") ? ", \"interval\": \"60s\"" : "";
            var spec = Tape.Spec($$"""{ "type": "{{entry.Type}}"{{interval}} }""");

            Assert.Equal(spec, Tape.Spec(spec.CanonicalJson));
            Assert.Equal(spec.CanonicalJson, Tape.Spec(spec.CanonicalJson).CanonicalJson);
        }
    }

    [Theory]
    [InlineData("""{ "type": "twap" }""", """{"type":"twap","window":{"from":300,"to":0}}""", 300)]
    [InlineData("""{ "type": "price" }""", """{"type":"price"}""", 0)]
    [InlineData("""{ "type": "momentum_reversal_pct", "lookback": "2m" }""", """{"type":"momentum_reversal_pct","current":{"from":10,"to":0},"baseline":{"from":40,"to":30},"lookback":120}""", 160)]
    [InlineData("""{ "type": "velocity_stabilization", "spacing": 2.5 }""", """{"type":"velocity_stabilization","current":{"from":10,"to":0},"baseline":{"from":40,"to":30},"samples":3,"spacing":2.5}""", 47.5)]
    [InlineData("""{ "type": "rsi", "interval": "3600s" }""", """{"type":"rsi","interval":"1h","period":14}""", 15 * 3600)]
    [InlineData("""{ "type": "macd", "interval": "1m", "output": "signal" }""", """{"type":"macd","interval":"1m","fast":12,"slow":26,"signal":9,"output":"signal"}""", 34 * 60)]
    [InlineData("""{ "type": "volume_surge_ratio", "minBaseline": -0.0 }""", """{"type":"volume_surge_ratio","current":{"from":30,"to":0},"baseline":{"from":600,"to":30},"minBaseline":0}""", 600)]
    public void Defaults_are_applied_and_spelling_is_normalised(string json, string canonical, double longestSeconds)
    {
        var spec = Tape.Spec(json);

        Assert.Equal(canonical, spec.CanonicalJson);
        Assert.Equal(TimeSpan.FromSeconds(longestSeconds), spec.LongestWindow);
    }

    [Fact]
    public void The_exhaustion_score_has_the_documented_defaults()
    {
        const string Canonical =
            """{"type":"dump_exhaustion_score","peakLookback":600,"velocity":{"current":{"from":10,"to":0},"baseline":{"from":40,"to":30},"below":0.1},"volume_surge":{"current":{"from":30,"to":0},"baseline":{"from":600,"to":30},"below":0.8},"retracement":{"above":40},"imbalance":{"window":{"from":30,"to":0},"above":-10}}""";

        Assert.Equal(Canonical, Tape.Spec("""{ "type": "dump_exhaustion_score", "velocity": {} }""").CanonicalJson);
    }

    [Theory]
    [InlineData("7", "", "malformed")]
    [InlineData("""{ }""", "/type", "required")]
    [InlineData("""{ "type": 5 }""", "/type", "malformed")]
    [InlineData("""{ "type": "moon_phase" }""", "/type", "unknown_indicator")]
    [InlineData("""{ "type": "price", "window": { "from": 1, "to": 0 } }""", "/window", "unknown_field")]
    [InlineData("""{ "type": "twap", "win/do~w": 1 }""", "/win~1do~0w", "unknown_field")]
    [InlineData("""{ "type": "twap", "window": 300 }""", "/window", "malformed")]
    [InlineData("""{ "type": "twap", "window": { "from": 300 } }""", "/window/to", "required")]
    [InlineData("""{ "type": "twap", "window": { "from": 300, "to": 0, "by": 1 } }""", "/window/by", "unknown_field")]
    [InlineData("""{ "type": "twap", "window": { "from": "300", "to": 0 } }""", "/window/from", "malformed")]
    [InlineData("""{ "type": "twap", "window": { "from": 86401, "to": 0 } }""", "/window/from", "out_of_range")]
    [InlineData("""{ "type": "twap", "window": { "from": 1e400, "to": 0 } }""", "/window/from", "out_of_range")]
    [InlineData("""{ "type": "twap", "window": { "from": 0.0001, "to": 0 } }""", "/window/from", "out_of_range")]
    [InlineData("""{ "type": "twap", "window": { "from": 10, "to": -1 } }""", "/window/to", "out_of_range")]
    [InlineData("""{ "type": "twap", "window": { "from": 10, "to": 10 } }""", "/window", "out_of_range")]
    [InlineData("""{ "type": "twap", "window": { "from": 10, "to": 0, "to": 1 } }""", "/window/to", "malformed")]
    [InlineData("""{ "type": "pump_magnitude_pct", "baseline": { "from": 60, "to": 9 } }""", "/baseline", "out_of_range")]
    [InlineData("""{ "type": "support_proximity_pct", "support": { "from": 60, "to": 9 } }""", "/support", "out_of_range")]
    [InlineData("""{ "type": "volume_concentration", "short": { "from": 600, "to": 0 } }""", "/long", "out_of_range")]
    [InlineData("""{ "type": "volume_surge_ratio", "minBaseline": -1 }""", "/minBaseline", "out_of_range")]
    [InlineData("""{ "type": "volume_surge_ratio", "minBaseline": 1e999 }""", "/minBaseline", "out_of_range")]
    [InlineData("""{ "type": "volume_surge_ratio", "minBaseline": null }""", "/minBaseline", "malformed")]
    [InlineData("""{ "type": "velocity_cascade", "frames": [] }""", "/frames", "out_of_range")]
    [InlineData("""{ "type": "velocity_cascade", "frames": {} }""", "/frames", "malformed")]
    [InlineData("""{ "type": "velocity_cascade", "frames": [ { "current": { "from": 5, "to": 0 }, "baseline": { "from": 9, "to": 5 } }, 5 ] }""", "/frames/1", "malformed")]
    [InlineData("""{ "type": "velocity_cascade", "frames": [ { "current": { "from": 5, "to": 0 }, "baseline": { "from": 9, "to": 5 } }, { "current": { "from": 6, "to": 0 } } ] }""", "/frames/1/baseline", "required")]
    [InlineData("""{ "type": "velocity_cascade", "frames": [ { "current": { "from": 5, "to": 0 }, "baseline": { "from": 9, "to": 5 } }, { "current": { "from": 6, "to": 0 }, "baseline": { "from": 9, "to": 5 } } ] }""", "/frames/1/baseline", "out_of_range")]
    [InlineData("""{ "type": "velocity_cascade", "frames": [ { "current": { "from": 5, "to": 0 }, "baseline": { "from": 9, "to": 5 } }, { "current": { "from": 5, "to": 0 }, "baseline": { "from": 9, "to": 6 } } ] }""", "/frames/1/current", "out_of_range")]
    [InlineData("""{ "type": "velocity_stabilization", "samples": 1 }""", "/samples", "out_of_range")]
    [InlineData("""{ "type": "velocity_stabilization", "samples": 2.5 }""", "/samples", "out_of_range")]
    [InlineData("""{ "type": "velocity_stabilization", "spacing": "soon" }""", "/spacing", "malformed")]
    [InlineData("""{ "type": "momentum_reversal_pct", "lookback": 0 }""", "/lookback", "out_of_range")]
    [InlineData("""{ "type": "volatility_pct", "step": 101 }""", "/step", "out_of_range")]
    [InlineData("""{ "type": "dump_exhaustion_score", "velocity": { "below": 0 } }""", "/velocity/below", "out_of_range")]
    [InlineData("""{ "type": "dump_exhaustion_score", "velocity": { "baseline": { "from": 20, "to": 5 } } }""", "/velocity/baseline", "out_of_range")]
    [InlineData("""{ "type": "dump_exhaustion_score", "imbalance": 3 }""", "/imbalance", "malformed")]
    [InlineData("""{ "type": "rsi" }""", "/interval", "required")]
    [InlineData("""{ "type": "rsi", "interval": 60 }""", "/interval", "malformed")]
    [InlineData("""{ "type": "rsi", "interval": "7m" }""", "/interval", "out_of_range")]
    [InlineData("""{ "type": "rsi", "interval": "2d" }""", "/interval", "out_of_range")]
    [InlineData("""{ "type": "rsi", "interval": "1m", "period": 0 }""", "/period", "out_of_range")]
    [InlineData("""{ "type": "macd", "interval": "1m", "fast": 26 }""", "/fast", "out_of_range")]
    [InlineData("""{ "type": "macd", "interval": "1m", "output": "both" }""", "/output", "out_of_range")]
    [InlineData("""{ "type": "bollinger", "interval": "1m", "k": 0 }""", "/k", "out_of_range")]
    [InlineData("""{ "type": "\ud800" }""", "", "malformed")]
    public void A_fault_is_reported_where_it_stands(string json, string pointer, string code)
    {
        using var document = JsonDocument.Parse(json);
        var errors = new List<ValidationError>();

        var spec = IndicatorCatalog.Parse(document.RootElement, "/indicators/x", errors);

        Assert.Null(spec);
        Assert.Equal([("/indicators/x" + pointer, code)], errors.Select(error => (error.Pointer, error.Code)));
        Assert.NotEmpty(errors[0].Detail);
    }

    [Fact]
    public void All_faults_come_at_once()
    {
        using var document = JsonDocument.Parse("""{ "type": "pump_magnitude_pct", "current": 1, "baseline": { "from": 5, "to": 9 }, "extra": true }""");
        var errors = new List<ValidationError>();

        IndicatorCatalog.Parse(document.RootElement, "/i", errors);

        Assert.Equal([("/i/current", "malformed"), ("/i/baseline", "out_of_range"), ("/i/extra", "unknown_field")], errors.Select(error => (error.Pointer, error.Code)));
    }

    [Fact]
    public void Mutated_specs_are_read_or_refused_but_never_thrown_at()
    {
        string[] valid =
        [
            .. IndicatorCatalog.All.Select(entry => entry.Parameters.Any(parameter => parameter.Name == "interval")
                ? Tape.Spec($$"""{ "type": "{{entry.Type}}", "interval": "1m" }""").CanonicalJson
                : Tape.Spec($$"""{ "type": "{{entry.Type}}" }""").CanonicalJson),
        ];
        string[] pieces = ["0", "1", "-1", "9", "1e9", "0.5", "null", "true", "\"1m\"", "\"\"", "[]", "{}", "\"x\":", ",", "\"\\ud800\"", " "];
        var (read, refused) = (0, 0);

        Gen.Select(Gen.Int[0, valid.Length - 1], Gen.Double[0, 1], Gen.Int[0, 4], Gen.Int[0, pieces.Length - 1]).Sample(
            (textIndex, place, length, pieceIndex) =>
            {
                var (text, piece) = (valid[textIndex], pieces[pieceIndex]);
                var at = (int)(place * text.Length);
                var mutated = text[..at] + piece + text[Math.Min(text.Length, at + length)..];
                try
                {
                    using var document = JsonDocument.Parse(mutated);
                    var errors = new List<ValidationError>();
                    var spec = IndicatorCatalog.Parse(document.RootElement, "", errors);
                    Assert.Equal(spec is null, errors.Count > 0);
                    _ = spec is null ? Interlocked.Increment(ref refused) : Interlocked.Increment(ref read);
                }
                catch (JsonException)
                {
                    // No JSON at all: not for this reader.
                }
            },
            iter: 100_000);

        TestContext.Current.TestOutputHelper?.WriteLine($"read {read}, refused {refused}");
        Assert.True(read > 1000 && refused > 1000, $"read {read}, refused {refused}");
    }
}
