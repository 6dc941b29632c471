using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData.Synthetic;

/// <summary>What to generate. The same spec gives the same events; a longer duration begins with the events of a shorter one.</summary>
/// <param name="DurationMs">Length, ms; null for an endless feed.</param>
/// <param name="EventsPerSecond">Trades, book updates and marks together, 1–100 000; fundings come on top.</param>
/// <param name="StartMs">First time, Unix ms.</param>
[GenerateSerializer, Immutable, Alias("synthetic-spec")]
public sealed record SyntheticSpec(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] SyntheticScenario Scenario,
    [property: Id(2)] long? DurationMs,
    [property: Id(3)] int EventsPerSecond,
    [property: Id(4)] long Seed,
    [property: Id(5)] long StartMs = SyntheticSpec.DefaultStartMs)
{
    /// <summary>2024-01-01T00:00:00Z.</summary>
    public const long DefaultStartMs = 1_704_067_200_000;

    public const int EventsPerSecondMax = 100_000;

    /// <summary>Ten years.</summary>
    public const long DurationMsMax = 3_652L * 86_400_000;

    /// <summary>Faults with pointers named after the fields of the generate call.</summary>
    public IReadOnlyList<ValidationError> Validate() => throw new NotSupportedException();
}
