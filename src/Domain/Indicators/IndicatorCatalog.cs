using System.Text.Json;
using Trading.Domain.Indicators.Catalogue;

namespace Trading.Domain.Indicators;

/// <summary>Every indicator there is, and the one reader of indicator specs.</summary>
public static class IndicatorCatalog
{
    private static readonly CatalogueEntry[] Entries =
        [.. PriceEntries.All, .. VolumeEntries.All, .. BookEntries.All, .. CandleEntries.All, .. InstanceEntries.All];

    private static readonly Dictionary<string, CatalogueEntry> ByType =
        Entries.ToDictionary(entry => entry.Definition.Type, StringComparer.Ordinal);

    /// <summary>All entries, in the order of the documentation.</summary>
    public static IReadOnlyList<IndicatorDefinition> All { get; } = [.. Entries.Select(entry => entry.Definition)];

    /// <returns>Null for an unknown type.</returns>
    public static IndicatorDefinition? Find(string type) => ByType.GetValueOrDefault(type)?.Definition;

    /// <summary>Reads a spec such as <c>{ "type": "twap", "window": { "from": 300, "to": 0 } }</c> and adds every fault found.</summary>
    /// <param name="pointer">JSON pointer of the spec within its document, such as <c>/indicators/pump</c>.</param>
    /// <returns>Null when a fault was added.</returns>
    public static IndicatorSpec? Parse(JsonElement spec, string pointer, ICollection<ValidationError> errors)
    {
        var faults = new FaultList(pointer, errors);
        try
        {
            return Parse(spec, faults);
        }
        catch (InvalidOperationException unreadable)
        {
            // A string that is no UTF-16 text, such as a lone surrogate, shows itself only when it is read.
            faults.Add(FaultList.Malformed, $"holds text that cannot be read: {unreadable.Message}");
            return null;
        }
    }

    private static IndicatorSpec? Parse(JsonElement spec, FaultList faults)
    {
        if (spec.ValueKind != JsonValueKind.Object)
        {
            faults.Add(FaultList.Malformed, $"must be an object with a type, found {ParameterReader.Shown(spec)}.");
            return null;
        }

        if (FindEntry(spec, faults.At(ParameterNames.Type)) is not { } entry)
        {
            return null;
        }

        var before = faults.Count;
        var values = ParameterReader.ReadAll(spec, entry.Definition.Parameters, faults, except: ParameterNames.Type);
        entry.Check(values, faults);
        return faults.Count > before
            ? null
            : new IndicatorSpec(entry, values, CanonicalText.Write(entry.Definition, values));
    }

    private static CatalogueEntry? FindEntry(JsonElement spec, FaultList faults)
    {
        if (!spec.TryGetProperty(ParameterNames.Type, out var type))
        {
            faults.Add(FaultList.Required, "is required: the indicator's name in the catalogue.");
            return null;
        }

        if (type.ValueKind != JsonValueKind.String)
        {
            faults.Add(FaultList.Malformed, $"must be the indicator's name in the catalogue, found {ParameterReader.Shown(type)}.");
            return null;
        }

        if (ByType.TryGetValue(type.GetString()!, out var entry))
        {
            return entry;
        }

        faults.Add(FaultList.UnknownIndicator, $"must be an indicator of the catalogue, found {ParameterReader.Shown(type)}.");
        return null;
    }
}
