using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Api.Json;

/// <summary>Prices, quantities and money as strings of exact decimals, without trailing zeros. Reads a JSON number too: its digits are as exact.</summary>
public sealed class DecimalTextConverter : JsonConverter<decimal>
{
    private const NumberStyles Digits = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    // 28 places: all that a decimal can hold.
    private const string Exact = "0.############################";

    public static string Format(decimal value) => value.ToString(Exact, CultureInfo.InvariantCulture);

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String when TryParse(reader.GetString(), out var value) => value,
        JsonTokenType.Number when reader.TryGetDecimal(out var value) => value,
        _ => throw new JsonException("Expected an exact decimal as a string."),
    };

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Format(value));
    }

    /// <summary>Refuses what a decimal would have to round: the trader would not get what he wrote.</summary>
    private static bool TryParse(string? text, out decimal value)
    {
        value = 0;
        if (text is not { Length: > 0 and <= 64 } || !decimal.TryParse(text, Digits, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var places = point < 0 ? 0 : text.AsSpan(point + 1).TrimEnd('0').Length;
        return places <= value.Scale;
    }
}
