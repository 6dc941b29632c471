using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Trading.Domain.Risk;

/// <summary>The one list of limits: name, range, default. The API reads and writes the <c>limits</c> object by it.</summary>
public static class RiskLimitCatalog
{
    public static ImmutableArray<RiskLimit> All { get; } =
    [
        Span("marketDataAge", "00:00:00.1", "01:00:00", limits => limits.MarketDataAge, (limits, value) => limits with { MarketDataAge = value }),
        Pct("priceCollarPct", 100m, limits => limits.PriceCollarPct, (limits, value) => limits with { PriceCollarPct = value }),
        Pct("orderNotionalPct", 100_000m, limits => limits.OrderNotionalPct, (limits, value) => limits with { OrderNotionalPct = value }),
        Pct("positionNotionalPct", 100_000m, limits => limits.PositionNotionalPct, (limits, value) => limits with { PositionNotionalPct = value }),
        Pct("exposurePct", 100_000m, limits => limits.ExposurePct, (limits, value) => limits with { ExposurePct = value }),
        Count("openPositions", 1_000, limits => limits.OpenPositions, (limits, value) => limits with { OpenPositions = value }),
        Count("leverage", 1_000, limits => limits.Leverage, (limits, value) => limits with { Leverage = value }),
        Pct("marginUsedPct", 100m, limits => limits.MarginUsedPct, (limits, value) => limits with { MarginUsedPct = value }),
        Pct("dayLossPct", 100m, limits => limits.DayLossPct, (limits, value) => limits with { DayLossPct = value }),
        Pct("drawdownPct", 100m, limits => limits.DrawdownPct, (limits, value) => limits with { DrawdownPct = value }),
        Count("ordersPerSecond", 1_000, limits => limits.OrdersPerSecond, (limits, value) => limits with { OrdersPerSecond = value }),
        Span("identicalOrderWindow", "00:00:00", "00:01:00", limits => limits.IdenticalOrderWindow, (limits, value) => limits with { IdenticalOrderWindow = value }),
    ];

    /// <summary>Reads a <c>limits</c> object over given limits; a member left out keeps its value. Adds every fault found.</summary>
    /// <param name="pointer">JSON pointer of the object.</param>
    public static RiskLimits Read(JsonElement element, RiskLimits limits, string pointer, ICollection<ValidationError> errors) =>
        ReadChange(element, pointer, errors).Over(limits);

    /// <summary>Reads a <c>limits</c> object as a change of the limits that it names. Adds every fault found.</summary>
    /// <param name="pointer">JSON pointer of the object.</param>
    public static RiskLimitsChange ReadChange(JsonElement element, string pointer, ICollection<ValidationError> errors)
    {
        var limits = RiskLimits.Default;
        if (element.ValueKind is not JsonValueKind.Object)
        {
            errors.Add(new(pointer, "malformed", $"Limits must be an object, found {InputText.Show(element)}."));
            return RiskLimitsChange.None;
        }

        var named = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var at = $"{pointer}/{Escape(member.Name)}";
            if (!seen.Add(member.Name))
            {
                errors.Add(new(at, "malformed", $"'{member.Name}' is given twice."));
            }
            else if (Find(member.Name) is not { } limit)
            {
                errors.Add(new(at, "unknown_field", $"There is no limit '{member.Name}'; there are {string.Join(", ", All.Select(known => known.Name))}."));
            }
            else if (limit.TryRead(member.Value, limits, out var changed))
            {
                limits = changed;
                named.Add(limit.Name);
            }
            else
            {
                errors.Add(new(at, limit.IsReadable(member.Value) ? "out_of_range" : "malformed", $"'{limit.Name}' must be {limit.Rule}, found {Found(member.Value)}."));
            }
        }

        return new RiskLimitsChange(limits, named.ToImmutable());
    }

    /// <summary>Writes every limit by its name: percents and counts as numbers, spans as text.</summary>
    public static void Write(Utf8JsonWriter writer, RiskLimits limits)
    {
        writer.WriteStartObject();
        foreach (var limit in All)
        {
            writer.WritePropertyName(limit.Name);
            limit.Write(writer, limits);
        }

        writer.WriteEndObject();
    }

    internal static RiskLimit? Find(string name) => All.FirstOrDefault(limit => string.Equals(limit.Name, name, StringComparison.Ordinal));

    private static RiskLimit Pct(string name, decimal most, Func<RiskLimits, decimal> get, Func<RiskLimits, decimal, RiskLimits> set) => new(
        name, FormattableString.Invariant($"a number above 0 and at most {most}"),
        value => value.ValueKind is JsonValueKind.Number,
        (value, limits) => value.TryGetDecimal(out var number) && number > 0m && number <= most ? set(limits, number) : null,
        (given, limits) => set(limits, get(given)),
        (writer, limits) => writer.WriteNumberValue(get(limits)));

    private static RiskLimit Count(string name, int most, Func<RiskLimits, int> get, Func<RiskLimits, int, RiskLimits> set) => new(
        name, FormattableString.Invariant($"a whole number from 1 to {most}"),
        value => value.ValueKind is JsonValueKind.Number,
        (value, limits) => value.TryGetInt32(out var number) && number >= 1 && number <= most ? set(limits, number) : null,
        (given, limits) => set(limits, get(given)),
        (writer, limits) => writer.WriteNumberValue(get(limits)));

    private static RiskLimit Span(string name, string least, string most, Func<RiskLimits, TimeSpan> get, Func<RiskLimits, TimeSpan, RiskLimits> set)
    {
        var (from, to) = (TimeSpan.Parse(least, CultureInfo.InvariantCulture), TimeSpan.Parse(most, CultureInfo.InvariantCulture));
        return new(
            name, $"a duration such as 500ms, 10s or 5m from {DurationText.Format(from)} to {DurationText.Format(to)}",
            value => value.ValueKind is JsonValueKind.String && DurationText.TryParse(value.GetString(), out _),
            (value, limits) => DurationText.TryParse(value.GetString(), out var span) && span >= from && span <= to ? set(limits, span) : null,
            (given, limits) => set(limits, get(given)),
            (writer, limits) => writer.WriteStringValue(DurationText.Format(get(limits))));
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Found(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "…";
    }
}
