using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Domain.MarketData;

/// <summary>An interval as its text, such as <c>"5m"</c>.</summary>
public sealed class CandleIntervalJsonConverter : JsonConverter<CandleInterval>
{
    public override CandleInterval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CandleInterval.TryParse(reader.GetString(), out var interval) ? interval : throw new JsonException("Not a candle interval.");

    public override void Write(Utf8JsonWriter writer, CandleInterval value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
