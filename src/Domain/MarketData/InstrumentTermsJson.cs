using System.Globalization;
using System.Text.Json;

namespace Trading.Domain.MarketData;

/// <summary>Reads the <c>instrument</c> member of an import. Numbers may be JSON strings of exact decimals or JSON numbers.</summary>
internal static class InstrumentTermsJson
{
    private const decimal ValueMax = 1_000_000_000_000m;
    private const int LeverageMax = 1000;
    private const int FoundLengthMax = 64;

    private static readonly Dictionary<string, (Func<decimal, bool> Holds, string Rule)> Rules = new(StringComparer.Ordinal)
    {
        ["tickSize"] = (IsStep, "must be above 0, at most 10^12, with at most 12 decimals"),
        ["lotSize"] = (IsStep, "must be above 0, at most 10^12, with at most 12 decimals"),
        ["minQuantity"] = (value => value is >= 0 and <= ValueMax, "must be at least 0 and at most 10^12"),
        ["minNotional"] = (value => value is >= 0 and <= ValueMax, "must be at least 0 and at most 10^12"),
        ["contractSize"] = (value => value is > 0 and <= ValueMax, "must be above 0 and at most 10^12"),
        ["maxLeverage"] = (value => value is >= 1 and <= LeverageMax && value == decimal.Truncate(value), "must be a whole number of 1–1000"),
        ["maintenanceMarginRate"] = (value => value is >= 0 and < 1, "must be at least 0 and below 1"),
        ["liquidationFeeRate"] = (value => value is >= 0 and < 1, "must be at least 0 and below 1"),
    };

    public static InstrumentTerms? Parse(JsonElement json, string pointer, ICollection<ValidationError> errors)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            errors.Add(new(pointer, "malformed", $"The instrument must be a JSON object, found {InputText.Show(json)}."));
            return null;
        }

        try
        {
            return Read(json, pointer, errors);
        }
        catch (InvalidOperationException)
        {
            // The reader's only way to say that an escape names half a character.
            errors.Add(new(pointer, "malformed", "The instrument holds text that is no Unicode."));
            return null;
        }
    }

    private static InstrumentTerms? Read(JsonElement json, string pointer, ICollection<ValidationError> errors)
    {
        var values = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var faults = errors.Count;
        foreach (var member in json.EnumerateObject())
        {
            var at = $"{pointer}/{Escape(member.Name)}";
            if (!Rules.TryGetValue(member.Name, out var rule))
            {
                errors.Add(new(at, "unknown_field", $"Unknown member; known are {string.Join(", ", Rules.Keys)}."));
            }
            else if (!TryRead(member.Value, out var value))
            {
                errors.Add(new(at, "malformed", $"Must be a decimal, found {Found(member.Value)}."));
            }
            else if (!rule.Holds(value))
            {
                errors.Add(new(at, "out_of_range", $"{member.Name} {rule.Rule}, found {Found(member.Value)}."));
            }
            else if (!values.TryAdd(member.Name, value))
            {
                errors.Add(new(at, "malformed", $"{member.Name} is given twice."));
            }
        }

        return errors.Count > faults ? null : new InstrumentTerms(
            Get("tickSize"), Get("lotSize"), Get("minQuantity"), Get("minNotional"), Get("contractSize"), (int?)Get("maxLeverage"),
            Get("maintenanceMarginRate"), Get("liquidationFeeRate"));

        decimal? Get(string name) => values.TryGetValue(name, out var value) ? value : null;
    }

    private static bool IsStep(decimal value) => value is > 0 and <= ValueMax && Scaled.ScaleOf(value) <= Scaled.ScaleMax;

    private static bool TryRead(JsonElement json, out decimal value)
    {
        value = 0;
        return json.ValueKind switch
        {
            JsonValueKind.Number => json.TryGetDecimal(out value),
            JsonValueKind.String => decimal.TryParse(
                json.GetString(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value),
            _ => false,
        };
    }

    private static string Found(JsonElement json)
    {
        var text = json.GetRawText();
        return text.Length <= FoundLengthMax ? text : string.Concat(text.AsSpan(0, FoundLengthMax), "…");
    }

    private static string Escape(string name)
    {
        var shown = name.Length <= FoundLengthMax ? name : name[..FoundLengthMax];
        return shown.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }
}
