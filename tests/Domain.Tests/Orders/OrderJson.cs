using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Tests.Orders;

/// <summary>Orders as text, so that two of them compare by value, lists included.</summary>
internal static class OrderJson
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new SymbolText(), new JsonStringEnumConverter() } };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options)!;

    /// <summary>What a set of venue messages must lead to in any order: all but the trace of their arrival.</summary>
    public static string Outcome(Order order) => Write(order with
    {
        History = [],
        Outbox = [],
        Sequence = 0,
        GoodAbsences = 0,
        AbsenceAskedAt = null,
        Failures = 0,
        IsHeld = false,
    });

    private sealed class SymbolText : JsonConverter<Symbol>
    {
        public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Symbol.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
