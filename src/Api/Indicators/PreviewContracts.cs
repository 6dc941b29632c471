using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Domain.Indicators;
using Trading.Domain.Instruments;

namespace Trading.Api.Indicators;

/// <param name="Dataset">Id, or name of an own one.</param>
/// <param name="Indicator">As in a strategy document.</param>
/// <param name="Every">At which instants.</param>
/// <param name="Threshold">Counts the points at which the comparison is true.</param>
/// <param name="From">Where to begin; data before it do not count, so that values are unknown until their windows are covered.</param>
/// <param name="To">Where to end, exclusive.</param>
public sealed record PreviewRequest(
    string Dataset,
    Symbol Symbol,
    JsonElement Indicator,
    PreviewCadence Every,
    ThresholdRequest? Threshold = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null);

/// <param name="Op">As in a leaf of a condition.</param>
/// <param name="Value">A number, or <c>[low, high]</c>.</param>
public sealed record ThresholdRequest(string Op, JsonElement Value);

/// <param name="Known">Points with a value.</param>
/// <param name="Unknown">Points without one.</param>
/// <param name="Fired">Points at which the threshold's comparison is true; absent without a threshold.</param>
public sealed record PreviewAnswer(
    IReadOnlyList<PreviewPoint> Points,
    long Known,
    long Unknown,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Fired = null);
