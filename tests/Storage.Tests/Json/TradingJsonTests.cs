using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Storage.Json;

namespace Trading.Storage.Tests.Json;

public sealed class TradingJsonTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    [Fact]
    public void State_is_readable_carries_its_schema_version_and_no_type_name()
    {
        var state = new Sample(
            1.10m, Side.Sell, Btc, [new VenueTriggered("ord-1", DateTimeOffset.UnixEpoch)], ImmutableDictionary<Symbol, decimal>.Empty.Add(Btc, 2m), null);

        var text = Encoding.UTF8.GetString(GrainStateJson.Serialize(state));

        Assert.Equal(
            """{"schemaVersion":1,"state":{"amount":1.10,"side":"Sell","symbol":"BTC_USDT","reports":[{"$type":"triggered","orderId":"ord-1","at":"1970-01-01T00:00:00+00:00"}],"bySymbol":{"BTC_USDT":2}}}""",
            text);
        Assert.DoesNotContain("Trading.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void State_reads_back_to_the_last_digit()
    {
        var state = new Sample(
            0.1234567890123456789012345678m, Side.Buy, Btc, [new VenueRejected("ord-1", "x", DateTimeOffset.UnixEpoch.AddTicks(1))],
            ImmutableDictionary<Symbol, decimal>.Empty.Add(Btc, decimal.MaxValue), "n");

        var read = GrainStateJson.Deserialize<Sample>(GrainStateJson.Serialize(state))!;

        Assert.Equal((state.Amount, state.Side, state.Symbol, state.Note), (read.Amount, read.Side, read.Symbol, read.Note));
        Assert.Equal(state.Reports, read.Reports);
        Assert.Equal(state.BySymbol, read.BySymbol);
    }

    [Fact]
    public void Members_that_this_version_does_not_know_are_skipped_wherever_the_discriminator_stands()
    {
        const string stored =
            """{"later":[1,{}],"schemaVersion":1,"state":{"amount":1,"future":{"a":1},"side":"Buy","symbol":"BTC_USDT","reports":[{"at":"1970-01-01T00:00:00Z","orderId":"ord-1","$type":"triggered"}]}}""";

        var read = GrainStateJson.Deserialize<Sample>(Encoding.UTF8.GetBytes(stored))!;

        Assert.Equal([new VenueTriggered("ord-1", DateTimeOffset.UnixEpoch)], read.Reports);
    }

    [Fact]
    public void An_array_that_was_never_set_is_written_and_read_as_empty()
    {
        var state = new Sample(1m, Side.Buy, Btc, Reports: default, BySymbol: null, Note: null);

        var text = Encoding.UTF8.GetString(GrainStateJson.Serialize(state));
        var fromNull = GrainStateJson.Deserialize<Sample>("""{"schemaVersion":1,"state":{"amount":1,"reports":null}}"""u8)!;

        Assert.Contains("\"reports\":[]", text, StringComparison.Ordinal);
        Assert.True(fromNull.Reports.IsEmpty);
        Assert.Equal(default, fromNull.Symbol);
    }

    [Fact]
    public void Bytes_are_base64_and_empty_when_never_set()
    {
        ImmutableArray<byte> bytes = [0, 255, 16];
        ImmutableArray<byte> unset = default;

        var text = JsonSerializer.Serialize(bytes, TradingJson.Options);

        Assert.Equal("\"AP8Q\"", text);
        Assert.Equal(bytes, JsonSerializer.Deserialize<ImmutableArray<byte>>(text, TradingJson.Options));
        Assert.Equal("\"\"", JsonSerializer.Serialize(unset, TradingJson.Options));
        Assert.True(JsonSerializer.Deserialize<ImmutableArray<byte>>("null", TradingJson.Options).IsEmpty);
    }

    [Theory]
    [InlineData("""{"schemaVersion":2,"state":{}}""")]
    [InlineData("""{"state":{}}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"schemaVersion":1,"state":{"symbol":"btc"}}""")]
    [InlineData("""{"schemaVersion":1,"state":{"reports":[{"$type":"Trading.Domain.Exchanges.VenueTriggered, Trading.Domain"}]}}""")]
    public void State_that_this_program_cannot_read_is_refused(string stored) =>
        Assert.Throws<JsonException>(() => GrainStateJson.Deserialize<Sample>(Encoding.UTF8.GetBytes(stored)));

    private sealed record Sample(
        decimal Amount, Side Side, Symbol Symbol, ImmutableArray<VenueReport> Reports, ImmutableDictionary<Symbol, decimal>? BySymbol, string? Note);
}
