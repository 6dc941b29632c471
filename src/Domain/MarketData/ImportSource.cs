using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Domain.MarketData;

/// <summary>What an import reads or generates: enough to start it anew anywhere.</summary>
/// <param name="Kind">Null for a generation and a recording, which add several kinds.</param>
/// <param name="Interval">Of candles.</param>
/// <param name="Terms">What the importer gave of the instrument.</param>
/// <param name="Synthetic">Set for a generation.</param>
[GenerateSerializer, Immutable, Alias("import-source")]
public sealed record ImportSource(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] string Venue,
    [property: Id(2)] SeriesKind? Kind,
    [property: Id(3)] CandleInterval? Interval,
    [property: Id(4)] InstrumentTerms Terms,
    [property: Id(5)] bool SkipBadRows,
    [property: Id(6)] SyntheticSpec? Synthetic)
{
    /// <summary>Set for a recording of a feed.</summary>
    [Id(7)]
    public RecordingSource? Recording { get; init; }
}
