using System.Globalization;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData.Synthetic;

/// <summary>What to generate. The same spec gives the same events; a longer duration begins with the events of a shorter one.</summary>
/// <param name="DurationMs">Length, ms; null for an endless feed.</param>
/// <param name="EventsPerSecond">Trades, book updates and marks together, 1–100 000; fundings come on top.</param>
/// <param name="Seed">The only source of randomness; 0 or above, as of a session.</param>
/// <param name="StartMs">First time, Unix ms, a whole second.</param>
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

    public const long EventsMax = 2_000_000_000;

    /// <summary>What a start must be, as the beginning of a sentence.</summary>
    public const string StartRule = "Must be a whole second of 1970 to 2099";

    private const long StartMsMax = 4_102_444_800_000;

    /// <summary>Faults with pointers named after the fields of the generate call.</summary>
    public IReadOnlyList<ValidationError> Validate()
    {
        var faults = new List<ValidationError>();
        Require(Enum.IsDefined(Scenario), "/scenario", "Must be calm, trend, pump_and_dump or flash_crash", Scenario);
        Require(DurationMs is null or (>= 1000 and <= DurationMsMax), "/duration", "Must be 1s to ten years", string.Create(CultureInfo.InvariantCulture, $"{DurationMs}ms"));
        Require(EventsPerSecond is >= 1 and <= EventsPerSecondMax, "/eventsPerSecond", "Must be 1 to 100000", EventsPerSecond);
        Require(StartMs is >= 0 and < StartMsMax && StartMs % 1000 == 0, "/start", StartRule, TimeOf(StartMs));
        Require(Seed >= 0, "/seed", "Must be 0 or above", Seed);
        if (faults.Count == 0 && DurationMs is { } durationMs)
        {
            Require(durationMs / 1000 * EventsPerSecond <= EventsMax, "/eventsPerSecond", "Duration × eventsPerSecond must be at most 2000000000", EventsPerSecond);
        }

        return faults;

        static string TimeOf(long ms) => ms is >= -62_135_596_800_000 and <= 253_402_300_799_999
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{ms} ms");

        void Require(bool holds, string pointer, string rule, object? found)
        {
            if (!holds)
            {
                faults.Add(new(pointer, "out_of_range", string.Create(CultureInfo.InvariantCulture, $"{rule}, found {found}.")));
            }
        }
    }
}
