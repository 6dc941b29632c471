using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData;

/// <summary>What a dataset holds of one symbol.</summary>
/// <param name="Terms">What importers gave of the instrument; the rest of <see cref="Instrument"/> is derived.</param>
/// <param name="Series">One entry for each kind, by kind.</param>
/// <param name="Synthetic">Scenario of generated data; null for recorded data. Always shown.</param>
[GenerateSerializer, Immutable, Alias("dataset-symbol")]
public sealed record DatasetSymbol(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] string Venue,
    [property: Id(2)] InstrumentTerms Terms,
    [property: Id(3)] ImmutableArray<SeriesSummary> Series,
    [property: Id(4)] string? Synthetic = null)
{
    /// <summary>The rules that sessions on this dataset trade by; tick and lot default to the smallest decimal steps seen.</summary>
    public Instrument Instrument => throw new NotSupportedException();

    /// <summary>Decimals of prices in the symbol's batches: enough for every series and for the tick.</summary>
    public int PriceScale => throw new NotSupportedException();

    /// <summary>Decimals of quantities in the symbol's batches: enough for every series and for the lot.</summary>
    public int QuantityScale => throw new NotSupportedException();

    public long FromMs => Series.Min(series => series.FromMs);

    public long ToMs => Series.Max(series => series.ToMs);

    /// <summary>Stretches that no trading series of the symbol (trades, book, candles) covers: replayed as gap events.</summary>
    public ImmutableArray<DataGap> Gaps => throw new NotSupportedException();

    /// <summary>True when the replay's prices come from candles: there are candles and no trades.</summary>
    public bool IsReplayedFromCandles => Find(SeriesKind.Candles) is not null && Find(SeriesKind.Trades) is null;

    public SeriesSummary? Find(SeriesKind kind) => Series.FirstOrDefault(series => series.Kind == kind);
}
