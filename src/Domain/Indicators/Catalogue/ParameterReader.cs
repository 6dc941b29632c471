using System.Globalization;
using System.Text.Json;

namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Reads JSON members by their description in the catalogue. Every fault is reported; a faulty member has no value.</summary>
internal static class ParameterReader
{
    private const int ShownLengthMax = 60;
    private const decimal MsPerSecond = 1000m;

    private static readonly (string Unit, decimal Seconds)[] DurationUnits = [("ms", 0.001m), ("s", 1m), ("m", 60m), ("h", 3600m), ("d", 86_400m)];

    /// <param name="except">A member that is no parameter and is allowed beside them.</param>
    public static ParameterValues ReadAll(JsonElement json, IReadOnlyList<IndicatorParameter> parameters, FaultList faults, string? except = null)
    {
        var values = new ParameterValues();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            var parameter = parameters.FirstOrDefault(candidate => candidate.Name == member.Name);
            if (!seen.Add(member.Name))
            {
                faults.At(member.Name).Add(FaultList.Malformed, "must be given once, found twice.");
            }
            else if (parameter is not null)
            {
                Read(member.Value, parameter, faults.At(member.Name), values);
            }
            else if (member.Name != except)
            {
                faults.At(member.Name).Add(FaultList.UnknownField, $"is not a field here; allowed are {Names(parameters)}.");
            }
        }

        foreach (var parameter in parameters.Where(parameter => !seen.Contains(parameter.Name)))
        {
            ReadDefault(parameter, faults, values);
        }

        return values;
    }

    private static void ReadDefault(IndicatorParameter parameter, FaultList faults, ParameterValues values)
    {
        var at = faults.At(parameter.Name);
        if (parameter.Type == ParameterTypes.Object)
        {
            values.Set(parameter.Name, ReadAll(EmptyObject, parameter.Members, at));
        }
        else if (parameter.Default is { } @default)
        {
            Read(@default, parameter, at, values);
        }
        else
        {
            at.Add(FaultList.Required, "is required.");
        }
    }

    private static JsonElement EmptyObject { get; } = JsonSerializer.SerializeToElement(new { });

    private static void Read(JsonElement json, IndicatorParameter parameter, FaultList faults, ParameterValues values)
    {
        object? value = parameter.Type switch
        {
            ParameterTypes.Window => ReadWindow(json, faults),
            ParameterTypes.Seconds => ReadSeconds(json, parameter, faults),
            ParameterTypes.Number => ReadNumber(json, parameter, faults),
            ParameterTypes.Integer => ReadInteger(json, parameter, faults),
            ParameterTypes.Interval => ReadInterval(json, faults),
            ParameterTypes.Choice => ReadChoice(json, parameter, faults),
            ParameterTypes.Frames => ReadFrames(json, parameter, faults),
            ParameterTypes.Object => ReadPart(json, parameter, faults),
            _ => throw new InvariantException($"parameter {parameter.Name} has unknown type {parameter.Type}."),
        };

        if (value is not null)
        {
            values.Set(parameter.Name, value);
        }
    }

    private static IndicatorWindow? ReadWindow(JsonElement json, FaultList faults)
    {
        if (!IsObject(json, faults))
        {
            return null;
        }

        long? from = null, to = null;
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case ParameterNames.From:
                    from = ReadBound(member.Value, faults.At(member.Name), from);
                    break;
                case ParameterNames.To:
                    to = ReadBound(member.Value, faults.At(member.Name), to);
                    break;
                default:
                    faults.At(member.Name).Add(FaultList.UnknownField, "is not a field here; allowed are from and to.");
                    break;
            }
        }

        RequireMember(json, ParameterNames.From, faults);
        RequireMember(json, ParameterNames.To, faults);
        if (from <= to)
        {
            faults.Add(FaultList.OutOfRange, $"from must be above to, found from {Seconds(from.Value)} and to {Seconds(to.Value)}.");
            return null;
        }

        return from is { } start && to is { } end ? new IndicatorWindow(start, end) : null;
    }

    private static long? ReadBound(JsonElement json, FaultList faults, long? before)
    {
        if (before is not null)
        {
            faults.Add(FaultList.Malformed, "must be given once, found twice.");
            return before;
        }

        if (json.ValueKind != JsonValueKind.Number)
        {
            faults.Add(FaultList.Malformed, $"must be a number of seconds, found {Shown(json)}.");
            return null;
        }

        return ToMs(json.TryGetDecimal(out var seconds) ? seconds : null, 0, Parameters.WindowSecondsMax, json, faults);
    }

    private static long? ReadSeconds(JsonElement json, IndicatorParameter parameter, FaultList faults)
    {
        decimal? seconds;
        if (json.ValueKind == JsonValueKind.String)
        {
            seconds = ParseDuration(json.GetString()!);
            if (seconds is null)
            {
                faults.Add(FaultList.Malformed, $"must be seconds or a duration such as \"60s\", found {Shown(json)}.");
                return null;
            }
        }
        else if (json.ValueKind == JsonValueKind.Number)
        {
            seconds = json.TryGetDecimal(out var number) ? number : null;
        }
        else
        {
            faults.Add(FaultList.Malformed, $"must be seconds or a duration such as \"60s\", found {Shown(json)}.");
            return null;
        }

        return ToMs(seconds, parameter.Min!.Value, parameter.Max!.Value, json, faults);
    }

    private static long? ToMs(decimal? seconds, double min, double max, JsonElement json, FaultList faults)
    {
        if (seconds is not { } known || known < (decimal)min || known > (decimal)max || known * MsPerSecond != decimal.Truncate(known * MsPerSecond))
        {
            faults.Add(FaultList.OutOfRange, Invariant($"must be {min} to {max} seconds in whole milliseconds, found {Shown(json)}."));
            return null;
        }

        return (long)(known * MsPerSecond);
    }

    private static decimal? ParseDuration(string text)
    {
        foreach (var (unit, seconds) in DurationUnits)
        {
            // The first unit that fits the end is the right one: "ms" stands before "s".
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                return int.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    ? count * seconds
                    : null;
            }
        }

        return null;
    }

    private static double? ReadNumber(JsonElement json, IndicatorParameter parameter, FaultList faults)
    {
        if (json.ValueKind != JsonValueKind.Number)
        {
            faults.Add(FaultList.Malformed, $"must be a number, found {Shown(json)}.");
            return null;
        }

        // Adding 0 turns −0 into 0, so that equal specs have one text.
        var value = json.TryGetDouble(out var number) ? number + 0.0 : double.NaN;
        var isLow = parameter.IsMinExclusive ? value <= parameter.Min : value < parameter.Min;
        if (!double.IsFinite(value) || isLow || value > parameter.Max)
        {
            faults.Add(FaultList.OutOfRange, $"must be {Range(parameter)}, found {Shown(json)}.");
            return null;
        }

        return value;
    }

    private static int? ReadInteger(JsonElement json, IndicatorParameter parameter, FaultList faults)
    {
        if (json.ValueKind != JsonValueKind.Number)
        {
            faults.Add(FaultList.Malformed, $"must be a whole number, found {Shown(json)}.");
            return null;
        }

        if (!json.TryGetDecimal(out var value) || value != decimal.Truncate(value) || value < (decimal)parameter.Min!.Value || value > (decimal)parameter.Max!.Value)
        {
            faults.Add(FaultList.OutOfRange, $"must be a whole number {Range(parameter)}, found {Shown(json)}.");
            return null;
        }

        return (int)value;
    }

    private static long? ReadInterval(JsonElement json, FaultList faults)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            faults.Add(FaultList.Malformed, $"must be an interval such as \"1m\", found {Shown(json)}.");
            return null;
        }

        if (!Intervals.TryParse(json.GetString()!, out var intervalMs))
        {
            faults.Add(FaultList.OutOfRange, $"must be an interval of 1s to 1d that divides the day, such as \"1m\", found {Shown(json)}.");
            return null;
        }

        return intervalMs;
    }

    private static string? ReadChoice(JsonElement json, IndicatorParameter parameter, FaultList faults)
    {
        if (json.ValueKind == JsonValueKind.String && parameter.Values.FirstOrDefault(value => json.ValueEquals(value)) is { } choice)
        {
            return choice;
        }

        faults.Add(
            json.ValueKind == JsonValueKind.String ? FaultList.OutOfRange : FaultList.Malformed,
            $"must be one of {string.Join(", ", parameter.Values)}, found {Shown(json)}.");
        return null;
    }

    private static Frame[]? ReadFrames(JsonElement json, IndicatorParameter parameter, FaultList faults)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            faults.Add(FaultList.Malformed, $"must be a list of frames, found {Shown(json)}.");
            return null;
        }

        var count = json.GetArrayLength();
        if (count < parameter.Min || count > parameter.Max)
        {
            faults.Add(FaultList.OutOfRange, Invariant($"must hold {parameter.Min} to {parameter.Max} frames, found {count}."));
            return null;
        }

        var frames = new List<Frame>();
        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            if (ReadFrame(item, parameter, faults.At(index.ToString(CultureInfo.InvariantCulture))) is { } frame)
            {
                frames.Add(frame);
            }

            index++;
        }

        return frames.Count == count ? frames.ToArray() : null;
    }

    private static Frame? ReadFrame(JsonElement json, IndicatorParameter parameter, FaultList faults)
    {
        if (!IsObject(json, faults))
        {
            return null;
        }

        var values = ReadAll(json, parameter.Members, faults);
        Rules.BaselineIsEarlier(values, faults);
        return values.Has(ParameterNames.Current) && values.Has(ParameterNames.Baseline)
            ? new Frame(values.Window(ParameterNames.Current), values.Window(ParameterNames.Baseline))
            : null;
    }

    private static ParameterValues? ReadPart(JsonElement json, IndicatorParameter parameter, FaultList faults) =>
        IsObject(json, faults) ? ReadAll(json, parameter.Members, faults) : null;

    private static bool IsObject(JsonElement json, FaultList faults)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        faults.Add(FaultList.Malformed, $"must be an object, found {Shown(json)}.");
        return false;
    }

    private static void RequireMember(JsonElement json, string name, FaultList faults)
    {
        if (!json.TryGetProperty(name, out _))
        {
            faults.At(name).Add(FaultList.Required, "is required.");
        }
    }

    /// <summary>What was found, cut to a length that fits a sentence.</summary>
    public static string Shown(JsonElement json)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => json.GetRawText(),
        };
        return text.Length <= ShownLengthMax ? text : $"{text[..ShownLengthMax]}…";
    }

    public static string Names(IReadOnlyList<IndicatorParameter> parameters) =>
        parameters.Count == 0 ? "none" : string.Join(", ", parameters.Select(parameter => parameter.Name));

    public static string Seconds(long ms) => (ms / MsPerSecond).ToString(CultureInfo.InvariantCulture);

    private static string Range(IndicatorParameter parameter) => (parameter.Min, parameter.Max, parameter.IsMinExclusive) switch
    {
        ({ } min, { } max, false) => Invariant($"from {min} to {max}"),
        ({ } min, { } max, true) => Invariant($"above {min} and at most {max}"),
        ({ } min, null, false) => Invariant($"at least {min}"),
        ({ } min, null, true) => Invariant($"above {min}"),
        _ => "a finite number",
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
