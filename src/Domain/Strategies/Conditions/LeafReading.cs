using Orleans;

namespace Trading.Domain.Strategies.Conditions;

/// <summary>One leaf of a condition at one event.</summary>
/// <param name="Threshold">The number, the lower bound, or the other indicator's value; null when that is unknown.</param>
/// <param name="ThresholdHigh">The upper bound of a leaf with two.</param>
/// <param name="Value">Null when unknown.</param>
/// <param name="Verdict">With the leaf's <c>for</c>; null when unknown.</param>
/// <param name="Distance">How far the value is from making the leaf true, in its own unit: 0 when it does, null when unknown.</param>
/// <param name="Closest">Smallest distance at any evaluation of the section since the session began; null when it was never known.</param>
[GenerateSerializer, Immutable, Alias("leaf-reading")]
public sealed record LeafReading(
    [property: Id(0)] string Pointer,
    [property: Id(1)] string Indicator,
    [property: Id(2)] string Op,
    [property: Id(3)] double? Threshold,
    [property: Id(4)] double? ThresholdHigh,
    [property: Id(5)] string? ThresholdIndicator,
    [property: Id(6)] double? Value,
    [property: Id(7)] bool? Verdict,
    [property: Id(8)] double? Distance,
    [property: Id(9)] double? Closest);
