using System.Globalization;
using System.Text.Json;

namespace Trading.Process.Tests.Paper;

internal static class JsonNumbers
{
    extension(JsonElement element)
    {
        /// <summary>A decimal, which travels as text over REST and as a number in the venue's ledger.</summary>
        public decimal Number(string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.String } text
            ? decimal.Parse(text.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture)
            : element.GetProperty(name).GetDecimal();

        /// <summary>Null where there is none.</summary>
        public string? Text(string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
    }
}
