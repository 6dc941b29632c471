using System.Text.Json;

namespace Trading.Domain.Indicators;

public sealed record IndicatorSpec(string Type, string CanonicalJson, bool IsInstance, TimeSpan LongestWindow);

public static class IndicatorCatalog
{
    public static IndicatorSpec? Parse(JsonElement spec, string pointer, ICollection<ValidationError> errors) => throw new NotImplementedException();
}
