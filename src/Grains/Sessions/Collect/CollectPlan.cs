using System.Collections.Immutable;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions.Markets;

namespace Trading.Grains.Sessions.Collect;

/// <summary>What a collect session records, and where; fixed when it is created, so that every start and restart makes the same calls.</summary>
/// <param name="Feed">Feed part of the keys of its markets.</param>
/// <param name="DatasetId">Of the dataset that is there, or is to be made.</param>
/// <param name="DatasetName">Of a dataset that is to be made; null for one that is there.</param>
/// <param name="Recordings">One for each symbol.</param>
/// <param name="At">When the session was created.</param>
[GenerateSerializer, Immutable, Alias("collect-plan")]
public sealed record CollectPlan(
    [property: Id(0)] string Feed,
    [property: Id(1)] MarketSource Source,
    [property: Id(2)] string DatasetId,
    [property: Id(3)] string? DatasetName,
    [property: Id(4)] ImmutableArray<PlannedRecording> Recordings,
    [property: Id(5)] DateTimeOffset At);

/// <param name="ImportId">The import that the recording is for its dataset.</param>
[GenerateSerializer, Immutable, Alias("planned-recording")]
public sealed record PlannedRecording([property: Id(0)] string ImportId, [property: Id(1)] ImportSource Source);
