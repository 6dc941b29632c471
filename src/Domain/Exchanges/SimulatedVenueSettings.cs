using System.Text.Json;

namespace Trading.Domain.Exchanges;

/// <summary>Member <c>venue</c> of POST sessions: the one list of its names and ranges.</summary>
public static class SimulatedVenueSettings
{
    private static readonly TimeSpan LatencyMax = TimeSpan.FromMinutes(1);

    private static readonly Setting[] All =
    [
        Span("latency", (options, value) => options with { Latency = value }, options => options.Latency),
        Span("latencyJitter", (options, value) => options with { LatencyJitter = value }, options => options.LatencyJitter),
        Number("makerFeeRate", -0.01m, 0.1m, (options, value) => options with { MakerFeeRate = value }, options => options.MakerFeeRate),
        Number("takerFeeRate", 0m, 0.1m, (options, value) => options with { TakerFeeRate = value }, options => options.TakerFeeRate),
        Number("assumedSpreadBps", 0m, 1_000m, (options, value) => options with { AssumedSpreadBps = value }, options => options.AssumedSpreadBps),
        Number("impactBpsPerVolumePct", 0m, 1_000m, (options, value) => options with { ImpactBpsPerVolumePct = value }, options => options.ImpactBpsPerVolumePct),
        Number("rejectPct", 0m, 100m, (options, value) => options with { RejectPct = value }, options => options.RejectPct),
        Number("fundingRate", -0.1m, 0.1m, (options, value) => options with { FundingRate = value }, options => options.FundingRate),
        new(
            "stopTrigger", "mark or last",
            value => value.ValueKind is JsonValueKind.String,
            (value, options) => value.GetString() switch
            {
                "mark" => options with { StopTrigger = StopTrigger.Mark },
                "last" => options with { StopTrigger = StopTrigger.Last },
                _ => null,
            },
            (writer, options) => writer.WriteStringValue(options.StopTrigger is StopTrigger.Mark ? "mark" : "last")),
    ];

    /// <summary>Reads a <c>venue</c> object; a member left out keeps its default. Adds every fault found.</summary>
    /// <param name="pointer">JSON pointer of the object.</param>
    public static SimulatedVenueOptions Read(JsonElement element, string pointer, ICollection<ValidationError> errors)
    {
        var options = SimulatedVenueOptions.Default;
        if (element.ValueKind is not JsonValueKind.Object)
        {
            errors.Add(new(pointer, "malformed", $"The venue's settings must be an object, found {InputText.Show(element)}."));
            return options;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var at = $"{pointer}/{Escape(member.Name)}";
            var setting = Array.Find(All, known => string.Equals(known.Name, member.Name, StringComparison.Ordinal));
            if (setting is null)
            {
                errors.Add(new(at, "unknown_field", $"There is no venue setting '{Shorten(member.Name)}'; there are {string.Join(", ", All.Select(known => known.Name))}."));
            }
            else if (!seen.Add(member.Name))
            {
                errors.Add(new(at, "malformed", $"'{member.Name}' is given twice."));
            }
            else if (!setting.IsReadable(member.Value))
            {
                errors.Add(new(at, "malformed", $"'{setting.Name}' must be {setting.Rule}, found {Shorten(member.Value.GetRawText())}."));
            }
            else if (setting.Read(member.Value, options) is { } changed)
            {
                options = changed;
            }
            else
            {
                errors.Add(new(at, "out_of_range", $"'{setting.Name}' must be {setting.Rule}, found {Shorten(member.Value.GetRawText())}."));
            }
        }

        return options;
    }

    /// <summary>Writes every setting by its name: rates and percents as numbers, spans as text.</summary>
    public static void Write(Utf8JsonWriter writer, SimulatedVenueOptions options)
    {
        writer.WriteStartObject();
        foreach (var setting in All)
        {
            writer.WritePropertyName(setting.Name);
            setting.Write(writer, options);
        }

        writer.WriteEndObject();
    }

    private static Setting Span(string name, Func<SimulatedVenueOptions, TimeSpan, SimulatedVenueOptions> set, Func<SimulatedVenueOptions, TimeSpan> get) => new(
        name, $"a duration such as 50ms or 1s from 0s to {DurationText.Format(LatencyMax)}",
        value => value.ValueKind is JsonValueKind.String && DurationText.TryParse(value.GetString(), out _),
        (value, options) => DurationText.TryParse(value.GetString(), out var span) && span <= LatencyMax ? set(options, span) : null,
        (writer, options) => writer.WriteStringValue(DurationText.Format(get(options))));

    private static Setting Number(
        string name, decimal least, decimal most, Func<SimulatedVenueOptions, decimal, SimulatedVenueOptions> set, Func<SimulatedVenueOptions, decimal> get) => new(
        name, FormattableString.Invariant($"a number from {least} to {most}"),
        value => value.ValueKind is JsonValueKind.Number,
        (value, options) => value.TryGetDecimal(out var number) && number >= least && number <= most ? set(options, number) : null,
        (writer, options) => writer.WriteNumberValue(get(options)));

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    /// <param name="IsReadable">The value has the right kind, whatever its range.</param>
    /// <param name="Read">Null for a value out of range.</param>
    private sealed record Setting(
        string Name,
        string Rule,
        Func<JsonElement, bool> IsReadable,
        Func<JsonElement, SimulatedVenueOptions, SimulatedVenueOptions?> Read,
        Action<Utf8JsonWriter, SimulatedVenueOptions> Write);
}
