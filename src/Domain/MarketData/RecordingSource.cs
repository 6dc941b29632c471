using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>A recording of a feed, as an import that goes on until its session ends.</summary>
/// <param name="Session">Id of the session.</param>
/// <param name="Kinds">What is recorded, each once.</param>
/// <param name="Scenario">Of a synthetic feed, whose data are always shown as synthetic; else null.</param>
[GenerateSerializer, Immutable, Alias("recording-source")]
public sealed record RecordingSource(
    [property: Id(0)] string Session, [property: Id(1)] ImmutableArray<SeriesKind> Kinds, [property: Id(2)] string? Scenario);
