using System.Text;
using System.Text.Json;
using Trading.Domain;
using Trading.Domain.Exchanges;

namespace Trading.Exchanges.Tests.Simulated;

public sealed class SimulatedVenueSettingsTests
{
    [Fact]
    public void Every_setting_is_read()
    {
        var (options, errors) = Read("""
            { "latency": "120ms", "latencyJitter": "1s", "makerFeeRate": -0.0001, "takerFeeRate": 0.001, "assumedSpreadBps": 5,
              "impactBpsPerVolumePct": 2.5, "rejectPct": 1, "fundingRate": -0.0002, "stopTrigger": "last" }
            """);

        Assert.Empty(errors);
        Assert.Equal(
            new SimulatedVenueOptions
            {
                Latency = TimeSpan.FromMilliseconds(120),
                LatencyJitter = TimeSpan.FromSeconds(1),
                MakerFeeRate = -0.0001m,
                TakerFeeRate = 0.001m,
                AssumedSpreadBps = 5m,
                ImpactBpsPerVolumePct = 2.5m,
                RejectPct = 1m,
                FundingRate = -0.0002m,
                StopTrigger = StopTrigger.Last,
            },
            options);
    }

    [Fact]
    public void What_is_left_out_keeps_its_default()
    {
        var (options, errors) = Read("{}");

        Assert.Empty(errors);
        Assert.Equal(
            (TimeSpan.FromMilliseconds(50), TimeSpan.Zero, 0.0002m, 0.0006m, 2m, 1m, 0m, 0.0001m, StopTrigger.Mark),
            (options.Latency, options.LatencyJitter, options.MakerFeeRate, options.TakerFeeRate, options.AssumedSpreadBps,
                options.ImpactBpsPerVolumePct, options.RejectPct, options.FundingRate, options.StopTrigger));
    }

    [Theory]
    [InlineData("""{ "latency": 50 }""", "/venue/latency", "malformed")]
    [InlineData("""{ "latency": "soon" }""", "/venue/latency", "malformed")]
    [InlineData("""{ "latency": "61s" }""", "/venue/latency", "out_of_range")]
    [InlineData("""{ "takerFeeRate": -0.1 }""", "/venue/takerFeeRate", "out_of_range")]
    [InlineData("""{ "takerFeeRate": true }""", "/venue/takerFeeRate", "malformed")]
    [InlineData("""{ "rejectPct": "5" }""", "/venue/rejectPct", "malformed")]
    [InlineData("""{ "makerFeeRate": "0.001" }""", "/venue/makerFeeRate", "malformed")]
    [InlineData("""{ "rejectPct": 101 }""", "/venue/rejectPct", "out_of_range")]
    [InlineData("""{ "rejectPct": 1e400 }""", "/venue/rejectPct", "out_of_range")]
    [InlineData("""{ "stopTrigger": "index" }""", "/venue/stopTrigger", "out_of_range")]
    [InlineData("""{ "slippage": 1 }""", "/venue/slippage", "unknown_field")]
    [InlineData("""{ "a/b": 1 }""", "/venue/a~1b", "unknown_field")]
    [InlineData("""{ "rejectPct": 1, "rejectPct": 2 }""", "/venue/rejectPct", "malformed")]
    [InlineData("[]", "/venue", "malformed")]
    public void A_fault_is_named_where_it_is(string json, string pointer, string code)
    {
        var (_, errors) = Read(json);

        Assert.Equal((pointer, code), (Assert.Single(errors).Pointer, errors[0].Code));
    }

    [Fact]
    public void All_faults_come_at_once() =>
        Assert.Equal(3, Read("""{ "latency": 1, "rejectPct": -1, "fee": 0 }""").Errors.Count);

    [Fact]
    public void What_is_written_reads_back()
    {
        var options = new SimulatedVenueOptions { Latency = TimeSpan.FromMilliseconds(1_500), FundingRate = 0.00025m, StopTrigger = StopTrigger.Last };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            SimulatedVenueSettings.Write(writer, options);
        }

        Assert.Equal(options, Read(Encoding.UTF8.GetString(stream.ToArray())).Options);
    }

    private static (SimulatedVenueOptions Options, List<ValidationError> Errors) Read(string json)
    {
        var errors = new List<ValidationError>();
        using var document = JsonDocument.Parse(json);
        return (SimulatedVenueSettings.Read(document.RootElement, "/venue", errors), errors);
    }
}
