using System.Text.Json;

namespace Trading.Domain.Indicators;

/// <summary>Every indicator there is, and the one reader of indicator specs.</summary>
public static class IndicatorCatalog
{
    /// <summary>All entries, in the order of the documentation.</summary>
    public static IReadOnlyList<IndicatorDefinition> All => throw new NotSupportedException();

    /// <returns>Null for an unknown type.</returns>
    public static IndicatorDefinition? Find(string type) => All.FirstOrDefault(entry => entry.Type == type);

    /// <summary>Reads a spec such as <c>{ "type": "twap", "window": { "from": 300, "to": 0 } }</c> and adds every fault found.</summary>
    /// <param name="pointer">JSON pointer of the spec within its document, such as <c>/indicators/pump</c>.</param>
    /// <returns>Null when a fault was added.</returns>
    public static IndicatorSpec? Parse(JsonElement spec, string pointer, ICollection<ValidationError> errors) => throw new NotSupportedException();
}
