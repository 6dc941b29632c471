using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Trading.Domain.Strategies.Parsing;

/// <summary>Reads one object's members, adding a fault for each that is missing, of the wrong kind or out of its range. What nobody asked for is unknown.</summary>
internal sealed class ObjectReader
{
    private readonly FaultList _faults;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private ObjectReader(JsonElement element, string pointer, FaultList faults)
    {
        (Pointer, _faults) = (pointer, faults);
        foreach (var member in element.EnumerateObject())
        {
            _members.TryAdd(member.Name, member.Value);
        }
    }

    public string Pointer { get; }

    /// <returns>Null when the element is not an object; a fault was added.</returns>
    public static ObjectReader? Open(JsonElement element, string pointer, FaultList faults)
    {
        if (element.ValueKind is JsonValueKind.Object)
        {
            return new ObjectReader(element, pointer, faults);
        }

        faults.Add(pointer, FaultCodes.Malformed, $"must be an object, found {JsonText.Found(element)}.");
        return null;
    }

    public string At(string name) => JsonPointer.Of(Pointer, name);

    public bool Has(string name) => _members.ContainsKey(name);

    public JsonElement? Optional(string name)
    {
        _asked.Add(name);
        return _members.TryGetValue(name, out var element) ? element : null;
    }

    public JsonElement? Required(string name)
    {
        if (Optional(name) is { } element)
        {
            return element;
        }

        _faults.Add(At(name), FaultCodes.Required, $"'{name}' is required, found none.");
        return null;
    }

    public ObjectReader? RequiredObject(string name) => Required(name) is { } element ? Open(element, At(name), _faults) : null;

    public ObjectReader? OptionalObject(string name) => Optional(name) is { } element ? Open(element, At(name), _faults) : null;

    public string? Text(JsonElement? found, string name)
    {
        if (found is not { } element)
        {
            return null;
        }

        if (element.ValueKind is JsonValueKind.String)
        {
            return element.GetString();
        }

        _faults.Add(At(name), FaultCodes.Malformed, $"must be a text, found {JsonText.Found(element)}.");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public T? Choice<T>(JsonElement? found, string name, ImmutableArray<(string Text, T Value)> choices)
        where T : struct
    {
        if (Text(found, name) is not { } text)
        {
            return null;
        }

        foreach (var choice in choices)
        {
            if (choice.Text == text)
            {
                return choice.Value;
            }
        }

        _faults.Add(At(name), FaultCodes.OutOfRange, $"must be one of {string.Join(", ", choices.Select(choice => choice.Text))}, found \"{JsonText.Shorten(text)}\".");
        return null;
    }

    public decimal? Number(JsonElement? found, string name, NumberRange range)
    {
        if (found is not { } element)
        {
            return null;
        }

        if (element.ValueKind is not JsonValueKind.Number)
        {
            _faults.Add(At(name), FaultCodes.Malformed, $"must be a number, found {JsonText.Found(element)}.");
            return null;
        }

        if (element.TryGetDecimal(out var value) && range.Contains(value))
        {
            return value;
        }

        _faults.Add(At(name), FaultCodes.OutOfRange, $"must be {range}, found {JsonText.Found(element)}.");
        return null;
    }

    public int? Integer(JsonElement? found, string name, int min, int max)
    {
        if (found is not { } element)
        {
            return null;
        }

        if (element.ValueKind is not JsonValueKind.Number)
        {
            _faults.Add(At(name), FaultCodes.Malformed, $"must be a number, found {JsonText.Found(element)}.");
            return null;
        }

        if (element.TryGetDecimal(out var value) && value == decimal.Truncate(value) && value >= min && value <= max)
        {
            return (int)value;
        }

        _faults.Add(At(name), FaultCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}, found {JsonText.Found(element)}."));
        return null;
    }

    public TimeSpan? Duration(JsonElement? found, string name, TimeSpan min, TimeSpan max)
    {
        if (Text(found, name) is not { } text)
        {
            return null;
        }

        if (!DurationText.TryParse(text, out var duration))
        {
            _faults.Add(At(name), FaultCodes.Malformed, $"must be a duration such as 500ms, 30s, 5m, 2h or 1d, found \"{JsonText.Shorten(text)}\".");
            return null;
        }

        if (duration >= min && duration <= max)
        {
            return duration;
        }

        _faults.Add(At(name), FaultCodes.OutOfRange, $"must be {DurationText.Format(min)} to {DurationText.Format(max)}, found \"{JsonText.Shorten(text)}\".");
        return null;
    }

    /// <summary>Adds a fault for each member that was never asked for.</summary>
    public void Close()
    {
        foreach (var name in _members.Keys)
        {
            if (!_asked.Contains(name))
            {
                _faults.Add(At(name), FaultCodes.UnknownField, $"'{JsonText.Shorten(name)}' is not a member here; known are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
            }
        }
    }
}

/// <summary>A range of numbers and its sentence.</summary>
internal readonly record struct NumberRange(decimal Min, bool MinIncluded, decimal Max, bool MaxIncluded)
{
    /// <summary>Above 0 and at most <paramref name="max"/>.</summary>
    public static NumberRange UpTo(decimal max) => new(0m, false, max, true);

    /// <summary>Above 0 and below <paramref name="max"/>.</summary>
    public static NumberRange Below(decimal max) => new(0m, false, max, false);

    public static NumberRange From(decimal min, decimal max) => new(min, true, max, true);

    public bool Contains(decimal value) =>
        (MinIncluded ? value >= Min : value > Min) && (MaxIncluded ? value <= Max : value < Max);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(MinIncluded ? "at least" : "above")} {Min} and {(MaxIncluded ? "at most" : "below")} {Max}");
}
