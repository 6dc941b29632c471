using System.Text;
using System.Text.Json;
using Trading.Domain.Risk;

namespace Trading.Domain.Tests.Risk;

public sealed class RiskLimitCatalogTests
{
    [Fact]
    public void Defaults_are_those_of_the_specification() => Assert.Equal(
        """
        {"marketDataAge":"10s","priceCollarPct":5,"orderNotionalPct":50,"positionNotionalPct":100,"exposurePct":200,"openPositions":3,"leverage":10,"marginUsedPct":80,"dayLossPct":5,"drawdownPct":15,"ordersPerSecond":10,"identicalOrderWindow":"1s"}
        """,
        Write(RiskLimits.Default));

    [Fact]
    public void Given_members_replace_and_others_stay()
    {
        var (limits, errors) = Read("""{ "leverage": 20, "marketDataAge": "2m", "identicalOrderWindow": "0s", "dayLossPct": 0.5 }""");

        Assert.Empty(errors);
        Assert.Equal(
            RiskLimits.Default with { Leverage = 20, MarketDataAge = TimeSpan.FromMinutes(2), IdenticalOrderWindow = TimeSpan.Zero, DayLossPct = 0.5m }, limits);
    }

    [Fact]
    public void Change_leaves_what_it_does_not_name_as_it_finds_it()
    {
        using var document = JsonDocument.Parse("""{ "leverage": 10, "marketDataAge": "2m" }""");
        var errors = new List<ValidationError>();
        var kept = RiskLimits.Default with { Leverage = 20, DayLossPct = 7m, MarketDataAge = TimeSpan.FromMinutes(1) };

        var change = RiskLimitCatalog.ReadChange(document.RootElement, "", errors);

        Assert.Empty(errors);
        Assert.Equal(kept with { Leverage = 10, MarketDataAge = TimeSpan.FromMinutes(2) }, change.Over(kept));
    }

    [Fact]
    public void Every_limit_can_be_changed_alone()
    {
        var other = new RiskLimits
        {
            MarketDataAge = TimeSpan.FromSeconds(11),
            PriceCollarPct = 6m,
            OrderNotionalPct = 51m,
            PositionNotionalPct = 101m,
            ExposurePct = 201m,
            OpenPositions = 4,
            Leverage = 11,
            MarginUsedPct = 81m,
            DayLossPct = 6m,
            DrawdownPct = 16m,
            OrdersPerSecond = 11,
            IdenticalOrderWindow = TimeSpan.FromSeconds(2),
        };

        var changed = RiskLimitCatalog.All.Select(limit => new RiskLimitsChange(other, [limit.Name]).Over(RiskLimits.Default)).ToList();

        Assert.Equal(RiskLimitCatalog.All.Length, changed.Distinct().Count());
        Assert.DoesNotContain(RiskLimits.Default, changed);
        Assert.Equal(other, RiskLimitCatalog.All.Aggregate(RiskLimits.Default, (limits, limit) => limit.Copy(other, limits)));
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        var odd = RiskLimits.Default with { MarketDataAge = TimeSpan.FromMilliseconds(1500), IdenticalOrderWindow = TimeSpan.FromSeconds(60), DrawdownPct = 12.75m };

        Assert.Equal(odd, Read(Write(odd)).Limits);
    }

    [Theory]
    [InlineData("""{ "leverage": 0 }""", "/limits/leverage", "out_of_range")]
    [InlineData("""{ "leverage": 1001 }""", "/limits/leverage", "out_of_range")]
    [InlineData("""{ "leverage": 2.5 }""", "/limits/leverage", "out_of_range")]
    [InlineData("""{ "leverage": "2" }""", "/limits/leverage", "malformed")]
    [InlineData("""{ "dayLossPct": 0 }""", "/limits/dayLossPct", "out_of_range")]
    [InlineData("""{ "dayLossPct": 100.1 }""", "/limits/dayLossPct", "out_of_range")]
    [InlineData("""{ "dayLossPct": 1e300 }""", "/limits/dayLossPct", "out_of_range")]
    [InlineData("""{ "dayLossPct": null }""", "/limits/dayLossPct", "malformed")]
    [InlineData("""{ "marketDataAge": "99ms" }""", "/limits/marketDataAge", "out_of_range")]
    [InlineData("""{ "marketDataAge": "61m" }""", "/limits/marketDataAge", "out_of_range")]
    [InlineData("""{ "marketDataAge": 10 }""", "/limits/marketDataAge", "malformed")]
    [InlineData("""{ "marketDataAge": "-1s" }""", "/limits/marketDataAge", "malformed")]
    [InlineData("""{ "identicalOrderWindow": "61s" }""", "/limits/identicalOrderWindow", "out_of_range")]
    [InlineData("""{ "lever/age~": 1 }""", "/limits/lever~1age~0", "unknown_field")]
    [InlineData("""{ "leverage": 1, "leverage": 2 }""", "/limits/leverage", "malformed")]
    [InlineData("[]", "/limits", "malformed")]
    public void Faults_have_pointer_and_code(string json, string pointer, string code)
    {
        var error = Assert.Single(Read(json).Errors);

        Assert.Equal((pointer, code), (error.Pointer, error.Code));
    }

    [Fact]
    public void All_faults_are_told_at_once() => Assert.Equal(3, Read("""{ "leverage": 0, "x": 1, "drawdownPct": "a", "exposurePct": 300 }""").Errors.Count);

    private static (RiskLimits Limits, List<ValidationError> Errors) Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var errors = new List<ValidationError>();
        return (RiskLimitCatalog.Read(document.RootElement, RiskLimits.Default, "/limits", errors), errors);
    }

    private static string Write(RiskLimits limits)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            RiskLimitCatalog.Write(writer, limits);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
